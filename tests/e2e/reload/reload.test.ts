/** SIGHUP: the configuration is read again without dropping a request; one that is not valid is refused, and the old one stays. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { line, testKey } from "../../app/access/app-keys.ts";
import { bodyFor, hand, OTHER_SECRET, SECRET, signed } from "../../app/http/hooks/supabase-signer.ts";
import {
  type Api,
  eventually,
  freshNumber,
  problemIn,
  type Reply,
  verificationIn,
  wordOf,
} from "../../support/http.ts";
import { type Env, type Folder, type Running, startRamz, tempFolder } from "../../support/process.ts";
import { handed, nextHanded, pluginFile } from "../plugins/plugin-files.ts";

/** A provider that notes its name, and takes some time. */
const provider = (name: string, ms: number) =>
  pluginFile(`appendFileSync("./by", "${name}\\n"); await Bun.sleep(${ms}); return { outcome: "accepted" };`);

const ROOMY = '[limits]\nip_per_hour = 1000000\nmessages_per_day = 1000000\n[guard]\nmode = "off"\n';
const configured = (name: string, more = "") => `providers = ["./${name}.ts"]\n${more}\n${ROOMY}`;

function ground(toml: string): Folder {
  const folder = tempFolder();
  folder.write("a.ts", provider("a", 150));
  folder.write("b.ts", provider("b", 0));
  folder.write("ramz.toml", toml);
  return folder;
}

/** Processes start slowly on a busy machine. */
setDefaultTimeout(30_000);

const ENV: Env = { RAMZ_CONFIG: "ramz.toml", HOST: "127.0.0.1" };

const IN_FORCE = "SIGHUP: the configuration was read again and is in force.";
const REFUSED = "SIGHUP: the new configuration was refused. The old one stays in force.";

/** With a text for the provider in d.ts. */
const withText = (text: string) => `providers = ["./d.ts"]\n[provider."./d.ts"]\ntext = "${text}"`;

/** Sends SIGHUP and waits until the log says how it ended, `count` times. */
async function reload(ramz: Running, end: string, count = 1): Promise<void> {
  const before = ramz.printed().split(end).length;
  ramz.signal("SIGHUP");
  await eventually(ramz.printed, (text) => text.split(end).length >= before + count, 10_000);
}

const send = (api: Api, headers = {}) => api.post("/v1/verifications", { to: freshNumber() }, headers);

/** The names of the providers, a line for each message that they got. */
const carriers = ({ path }: Folder) => readFileSync(join(path, "by"), "utf8").trim().split("\n");

describe("SIGHUP under load", () => {
  test("changes chains without dropping a request, and sends under way end as they began", async () => {
    using folder = ground(configured("a"));
    await using ramz = await startRamz(ENV, folder);
    const replies: Promise<Reply>[] = [];
    const SENDS = 400;
    for (let sent = 0; sent < SENDS; sent += 1) {
      replies.push(send(ramz.api));
      if (sent === 100 || sent === 300) {
        folder.write("ramz.toml", configured(sent === 100 ? "b" : "a"));
        ramz.signal("SIGHUP");
      }
      await Bun.sleep(5);
    }
    const verifications = (await Promise.all(replies)).map(verificationIn);
    const attempts = verifications.map((one) => one.attempts);
    expect(attempts.every(([first, second]) => first?.outcome === "accepted" && second === undefined)).toBe(
      true,
    );
    const count = (name: string) => verifications.filter((one) => one.provider === `./${name}.ts`).length;
    expect(count("a") + count("b")).toBe(SENDS);
    expect(Math.min(count("a"), count("b"))).toBeGreaterThan(50);
    expect(carriers(folder)).toHaveLength(SENDS);
    expect(ramz.printed().split(IN_FORCE)).toHaveLength(3);
  });

  test("reaches every worker", async () => {
    using folder = ground(configured("a"));
    const env = { ...ENV, RAMZ_SECRET: "s".repeat(40) };
    await using ramz = await startRamz(env, folder, ["serve", "--workers", "2"]);
    folder.write("ramz.toml", configured("b"));
    await reload(ramz, IN_FORCE, 2);
    const sent = await Promise.all(Array.from({ length: 40 }, () => send(ramz.api, { connection: "close" })));
    expect(new Set(sent.map((reply) => verificationIn(reply).provider))).toEqual(new Set(["./b.ts"]));
    folder.write("ramz.toml", configured("nowhere"));
    await reload(ramz, REFUSED);
    expect(verificationIn(await send(ramz.api)).provider).toBe("./b.ts");
    expect(ramz.printed().split(REFUSED)).toHaveLength(2);
  });
});

describe("SIGHUP", () => {
  test("changes keys, limits and policy", async () => {
    const [old, fresh] = [testKey(), testKey()];
    const shop = (key: typeof old, more: string) =>
      configured("b", `[provider."./b.ts"]\n[apps.shop]\nkeys = [${line(key, ["admin"])}]\n${more}`);
    using folder = ground(shop(old, ""));
    await using ramz = await startRamz(ENV, folder);
    expect(wordOf(await send(ramz.api, old.headers))).toBe("201");
    folder.write(
      "ramz.toml",
      shop(fresh, "[apps.shop.policy]\ncode_length = 8\n[apps.shop.limits]\nmessages_per_day = 2"),
    );
    await reload(ramz, IN_FORCE);
    expect(wordOf(await send(ramz.api, old.headers))).toBe("401 unauthorized");
    const to = freshNumber();
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to }, fresh.headers));
    const { code } = await nextHanded(folder, to);
    expect(code).toHaveLength(8);
    expect(wordOf(await send(ramz.api, fresh.headers))).toBe("201");
    expect(problemIn(await send(ramz.api, fresh.headers)).code).toBe("budget");
    const checked = await ramz.api.post(`/v1/verifications/${sent.id}/checks`, { code }, fresh.headers);
    expect(verificationIn(checked).status).toBe("approved");
  });

  test("keeps codes that were sent before, and stops their chains when they are canceled after", async () => {
    using folder = ground(configured("slow"));
    folder.write("slow.ts", provider("slow", 4_000));
    await using ramz = await startRamz(ENV, folder);
    const to = freshNumber();
    const coming = ramz.api.post("/v1/verifications", { to });
    const { id, code } = await nextHanded(folder, to);
    folder.write("ramz.toml", configured("b"));
    await reload(ramz, IN_FORCE);
    const checked = await ramz.api.post(`/v1/verifications/${id}/checks`, { code });
    expect(verificationIn(checked).status).toBe("approved");
    const begun = performance.now();
    expect((await coming).status).toBe(201);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  test("with a configuration that is not valid logs every problem, and the old one stays", async () => {
    using folder = ground(configured("a"));
    await using ramz = await startRamz(ENV, folder);
    for (const [toml, problems] of [
      ["providers = [", ["is not valid TOML"]],
      [
        'prot = 1\nproviders = ["./nowhere.ts", "nonesuch"]\n[policy]\ncode_length = 3',
        ["prot: there is no such setting", "policy.code_length", "./nowhere.ts", "nonesuch"],
      ],
      ['providers = ["./a.ts"]\n[provider."./a.ts"]\nx = 1', ["there is no option"]],
    ] as const) {
      folder.write("ramz.toml", toml);
      await reload(ramz, REFUSED);
      const errors = ramz
        .printed()
        .split("\n")
        .filter((text) => text.includes('"level":"error"'));
      for (const problem of problems) expect(errors.join("\n")).toContain(problem);
      expect(verificationIn(await send(ramz.api)).provider).toBe("./a.ts");
    }
    folder.write("ramz.toml", configured("b"));
    await reload(ramz, IN_FORCE);
    expect(verificationIn(await send(ramz.api)).provider).toBe("./b.ts");
  });

  test("names what needs a restart, and goes on with it as it was", async () => {
    using folder = ground(configured("a", 'store = "sqlite:./one.db"'));
    await using ramz = await startRamz({ ...ENV, RAMZ_STORE: "" }, folder);
    const to = freshNumber();
    const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
    const secret = "n".repeat(40);
    const changed = `store = "sqlite:./two.db"\nsecret = "${secret}"\n[http]\nidle_timeout_s = 99`;
    folder.write("ramz.toml", configured("b").replace(ROOMY, `${changed}\n${ROOMY}`));
    await reload(ramz, IN_FORCE);
    for (const name of [
      "store (RAMZ_STORE)",
      "secret (RAMZ_SECRET)",
      "http.idle_timeout_s (RAMZ_IDLE_TIMEOUT_S)",
    ])
      expect(ramz.printed()).toContain(`SIGHUP: ${name} has changed, which needs a restart.`);
    expect(ramz.printed()).not.toContain(secret);
    expect((await ramz.api.get(`/v1/verifications/${id}`)).status).toBe(200);
    expect(verificationIn(await send(ramz.api)).provider).toBe("./b.ts");
    expect(existsSync(join(folder.path, "two.db"))).toBe(false);
  });

  test("changes texts, which are options of providers", async () => {
    const options = "Type.Object({ text: Type.String() })";
    using folder = ground(withText("Your code: {code}"));
    folder.write("d.ts", pluginFile('return { outcome: "accepted" };', options));
    await using ramz = await startRamz(ENV, folder);
    folder.write("ramz.toml", withText("{code} is your code"));
    await reload(ramz, IN_FORCE);
    await send(ramz.api);
    expect(handed(folder)).toMatchObject([{ options: { text: "{code} is your code" } }]);
  });

  test("adds a hook, rotates its secret and takes it away, all over a store in use", async () => {
    const hooked = (...secrets: readonly string[]) =>
      configured("b", `[apps.shop.hooks.supabase]\nsecrets = ${JSON.stringify(secrets)}\n`);
    using folder = ground(configured("b"));
    await using ramz = await startRamz(ENV, folder);
    const kept = bodyFor(freshNumber(), "493817");
    const status = async (secret: string, body = bodyFor(freshNumber(), "493817")) =>
      (await hand(ramz.api, body, signed(body, { secrets: [secret] }))).status;
    const reloaded = async (toml: string) => {
      folder.write("ramz.toml", toml);
      await reload(ramz, IN_FORCE);
    };
    expect(await status(SECRET)).toBe(404);
    await reloaded(hooked(SECRET));
    expect([await status(SECRET), await status(OTHER_SECRET)]).toEqual([200, 401]);
    expect(await status(SECRET, kept)).toBe(200);
    await reloaded(hooked(OTHER_SECRET, SECRET));
    expect([await status(SECRET), await status(OTHER_SECRET)]).toEqual([200, 200]);
    await reloaded(hooked(OTHER_SECRET));
    expect([await status(SECRET), await status(OTHER_SECRET)]).toEqual([401, 200]);
    // What was taken before is still answered from memory.
    const before = carriers(folder).length;
    expect([await status(OTHER_SECRET, kept), carriers(folder).length]).toEqual([200, before]);
    folder.write("ramz.toml", hooked("too short"));
    await reload(ramz, REFUSED);
    expect(await status(OTHER_SECRET)).toBe(200);
    await reloaded(configured("b"));
    expect(await status(OTHER_SECRET)).toBe(404);
  });

  test("reads mounted secrets again", async () => {
    const options = "Type.Object({ token: Type.String() })";
    using folder = ground('providers = ["./c.ts"]');
    folder.write(
      "c.ts",
      pluginFile(
        'return { outcome: "accepted" };',
        options,
        'env: { token: "ACME_TOKEN" }, secrets: ["token"],',
      ),
    );
    folder.write("token", "first-token\n");
    await using ramz = await startRamz({ ...ENV, ACME_TOKEN_FILE: "token" }, folder);
    const token = async () => {
      const to = freshNumber();
      await ramz.api.post("/v1/verifications", { to });
      await nextHanded(folder, to);
      return readFileSync(join(folder.path, "handed.jsonl"), "utf8").trim().split("\n").at(-1);
    };
    expect(await token()).toContain("first-token");
    folder.write("token", "second-token\n");
    await reload(ramz, IN_FORCE);
    expect(await token()).toContain("second-token");
    expect(ramz.printed()).not.toMatch(/first-token|second-token/);
  });
});
