/** What the doctor says of hooks: each scheme is signed as its log-in server signs, and what runs with other settings is found out. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { examineHooks } from "../../../../app/cli/doctor/hooks.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { HOOK_PRESETS } from "../../../../app/config/tables/hooks.ts";
import { rowsIn } from "../../../support/rows.ts";
import { runRamz, STORE_FILE, tempFolder } from "../../../support/process.ts";
import { startServing } from "../../../support/serving.ts";
import { HOOK, OTHER_SECRET, SECRET } from "../../http/hooks/supabase-signer.ts";

const OWN = "a-secret-of-a-hook-that-is-long-enough";
const presets = HOOK_PRESETS.filter((name) => name !== "supabase")
  .map((name) => `[apps.shop.hooks.${name}]\nsecrets = ["${OWN}"]\n`)
  .join("");
const generic = ["bearer", "basic"].map(
  (auth) => `[apps.shop.hooks.${auth}]\nsecrets = ["${OWN}"]\nauth = "${auth}"\nto = "to"\ncode = "code"\n`,
);
const hmac = `[apps.bank.hooks.own]\nsecrets = ["${OWN}", "${OWN}2"]\nauth = { hmac = { header = "x-signature", encoding = "base64", prefix = "v=" } }\nto = "to"\ntext = "text"\nbody = "form"\n`;

/** How many requests to a hook came before. */
interface Asked {
  readonly seen: number;
}

/** The findings for these settings, while Ramz runs with those of `running`, or does not run. */
async function examined(toml: string, running: string | null) {
  using folder = tempFolder();
  folder.write("ramz.toml", running ?? toml);
  await using ramz = running === null ? null : await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
  const before = running === null ? [] : rowsIn(join(folder.path, STORE_FILE));
  folder.write("ramz.toml", toml);
  const { config, problems } = loadConfig({
    RAMZ_CONFIG: join(folder.path, "ramz.toml"),
    RAMZ_PROVIDERS: "console",
    PORT: ramz === null ? "1" : String(ramz.port),
  });
  expect(problems).toEqual([]);
  const rows = await examineHooks(config);
  if (running !== null) expect(rowsIn(join(folder.path, STORE_FILE))).toEqual(before);
  expect(JSON.stringify(rows)).not.toContain(OWN);
  return rows;
}

describe("the doctor on hooks", () => {
  const all = HOOK + presets + generic.join("") + hmac;

  test.each([["asks the Ramz that runs", all] as const, ["asks in this process", null] as const])(
    "%s: every way of proof is believed, and nothing is changed",
    async (_, running) => {
      const rows = await examined(all, running);
      expect(rows.filter(({ level }) => level !== "ok")).toEqual([]);
      const subjects = ["shop/supabase", "shop/bearer", "bank/own, secret 1", "bank/own, secret 2"];
      expect(rows.map(({ subject }) => subject)).toEqual(expect.arrayContaining(subjects));
      expect(rows).toHaveLength(HOOK_PRESETS.length + 4);
    },
  );

  test("finds a Ramz that runs with another secret, or without the hook", async () => {
    const other = `[apps.shop.hooks.supabase]\nsecrets = ["${OTHER_SECRET}"]\n`;
    const added = `[apps.shop.hooks.logto]\nsecrets = ["${OWN}"]\n`;
    expect(await examined(HOOK + added, other)).toMatchObject([
      { subject: "shop/supabase", level: "problem", detail: expect.stringContaining("does not believe") },
      { subject: "shop/logto", level: "problem", detail: expect.stringContaining("does not have") },
    ]);
  });

  test.each([
    ["200 to everything", () => new Response("hello"), "is not Ramz"],
    ["an error object to everything", () => Response.json({ error: {} }), "is not Ramz"],
    ["403 to everything", () => new Response("no", { status: 403 }), "is not Ramz"],
    ["a log-in page", () => Response.redirect("http://127.0.0.1:1/login"), "is not Ramz"],
    ["401 to everything", () => new Response("who?", { status: 401 }), "does not believe"],
    [
      "200 to each request that comes after another",
      ({ seen }: Asked) => new Response("hello", { status: seen === 0 ? 401 : 200 }),
      "takes a request without a code",
    ],
  ])("does not take a server for Ramz that answers %s", async (_, answer, said) => {
    let seen = 0;
    const seenSecrets: string[] = [];
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch(request) {
        if (new URL(request.url).pathname === "/healthz") return new Response("ok");
        seenSecrets.push(request.headers.get("authorization") ?? "");
        return answer({ seen: seen++ });
      },
    });
    using folder = tempFolder();
    folder.write("ramz.toml", `[apps.shop.hooks.logto]\nsecrets = ["${OWN}"]\n`);
    const file = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_PROVIDERS: "console" };
    const { config } = loadConfig({ ...file, PORT: String(server.port) });
    expect(await examineHooks(config)).toMatchObject([
      { subject: "shop/logto", level: "problem", detail: expect.stringContaining(said) },
    ]);
    // A server that believes anything is not handed the secret.
    expect(seenSecrets.includes(`Bearer ${OWN}`)).toBe(said !== "is not Ramz");
  });

  test("says nothing without hooks", async () => {
    expect(await examined("[apps.shop]\n", null)).toEqual([]);
  });

  test("is a part of ramz doctor, which shows no secret", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", HOOK);
    const env = { RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: "console", PORT: "1" };
    const { out } = await runRamz(["doctor"], env, folder);
    expect(out).toMatch(/hooks\n +ok +shop\/supabase +Ramz \(none listens at http:\/\/127\.0\.0\.1:1/);
    expect(out).not.toContain(SECRET.replace("v1,whsec_", ""));
  }, 30_000);
});
