/** Keys in every place where a recipe may put them (query, path, Basic, header, body, bearer), with vendors that echo all they get: none comes out. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { play } from "../../adapters/providers/http/played.ts";
import type { Asked } from "../../adapters/providers/http/support.ts";
import { startCollector } from "../../adapters/telemetry/sdk/collector.ts";
import { freshNumber } from "../../support/http.ts";
import { type Folder, runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { leaksIn, noting, storeBytes } from "./canary-places.ts";

/** By where the key stands: in the query, in the path, as Basic, in a header, in a body, as a bearer token. */
const RECIPES = ["iranpayamak", "melipayamak", "twilio", "msg91", "bale_v2", "telegram"];

/** No recipe that comes with Ramz has its key in the query, so one is changed to. */
function withKeyInQuery(toml: string): string {
  const auth = /\[send\.auth\]\nkind = "header"\nname = "Api-Key"\n/;
  return toml
    .replace(auth, '[send.auth]\nkind = "query"\n\n[send.query]\n')
    .replace("\nvalue = ", "\napi_key = ");
}

/**
 * The vendor says back everything it was sent, in every way that an answer can. Five, because the breaker rests a provider after five
 * failures, and the refusal of the account last, because it rests the account at once.
 */
const ECHOES: readonly ((everything: string) => Response)[] = [
  (text) =>
    Response.json({ recId: text, sid: text, ok: true, result: { request_id: text }, type: "success" }),
  (text) => Response.json({ code: text, error: text, status: text, message: text }, { status: 400 }),
  (text) => Response.redirect(`http://127.0.0.1:1/${encodeURIComponent(text)}`, 302),
  (text) => new Response(`<p>${text}</p>`),
  (text) => new Response(`<p>${text}</p>`, { status: 401 }),
];

test("a vendor that echoes key and code has neither come out of Ramz", async () => {
  await using exported = startCollector();
  using folder = tempFolder();
  let echo = ECHOES[0];
  const vendors = RECIPES.map((name) => prepare(name, folder, (asked) => echo?.(everythingOf(asked))));
  const chain = vendors.map(({ provider }) => provider);
  folder.write(
    "ramz.toml",
    `providers = ${JSON.stringify(chain)}\n${vendors.map(({ table }) => table).join("\n")}`,
  );
  const env = { RAMZ_CONFIG: "ramz.toml", RAMZ_GUARD: "off", OTP_CODE_LENGTH: "8", ...exported.env };
  const seen: string[] = [];
  const run = async () => {
    await using ramz = await startRamz(env, folder);
    const api = noting(ramz.api, seen);
    for (echo of ECHOES) await api.post("/v1/verifications", { to: freshNumber(), channel: "auto" });
    ramz.signal("SIGTERM");
    await ramz.exited;
    seen.push(ramz.printed(), storeBytes(folder));
  };
  await run();
  const tools = chain.map((provider) => ["provider", provider, "check"]);
  for (const args of [["config"], ["doctor"], ...tools]) {
    const { out, err } = await runRamz(args, env, folder);
    seen.push(out + err);
  }
  await Promise.all(vendors.map(({ vendor }) => vendor.stop()));

  const requests = vendors.flatMap(({ vendor }) => vendor.asked);
  expect(requests.length).toBeGreaterThan(ECHOES.length);
  expect(requests.some(({ path }) => path.includes("?api_key=canary-of-iranpayamak"))).toBe(true);
  const codes = requests.flatMap(({ text }) => text.match(/(?<![0-9A-Za-z])\d{8}(?![0-9A-Za-z])/g) ?? []);
  expect(new Set(codes).size).toBeGreaterThanOrEqual(ECHOES.length);
  // Also as they stand in the header: a Basic pair is no option, so no list of secrets has it.
  const credentials = requests.flatMap(({ headers }) => headers.get("authorization")?.split(" ")[1] ?? []);
  expect(new Set(credentials).size).toBeGreaterThanOrEqual(2);
  const secrets = [...vendors.flatMap((one) => one.secrets), ...new Set(credentials)];
  expect(secrets.length).toBeGreaterThanOrEqual(RECIPES.length);
  expect(leaksIn([...seen, exported.everything()].join("\n"), secrets, codes)).toEqual([]);
}, 60_000);

/** Writes the recipe, and starts its vendor, which answers with `answer`. */
function prepare(name: string, folder: Folder, answer: (asked: Asked) => Response | undefined) {
  const { toml, options, recipe, vendor } = play(name, answer);
  folder.write(`${name}.toml`, name === "iranpayamak" ? withKeyInQuery(toml) : toml);
  const isSecret = (option: string) => recipe.options[option]?.secret === true;
  const values = Object.entries(options).map(([option, value]): [string, unknown] => [
    option,
    isSecret(option) ? `canary-of-${name}-${option}-q7Zt` : value,
  ]);
  const lines = values.map(([option, value]) => `${option} = ${JSON.stringify(value)}`);
  const provider = `http/${join(folder.path, `${name}.toml`)}`;
  return {
    provider,
    vendor,
    table: `[provider."${provider}"]\n${lines.join("\n")}`,
    secrets: values.filter(([option]) => isSecret(option)).map(([, value]) => String(value)),
  };
}

function everythingOf({ path, headers, text }: Asked): string {
  const basic = /^Basic (.*)$/.exec(headers.get("authorization") ?? "")?.[1];
  const decoded = basic === undefined ? "" : Buffer.from(basic, "base64").toString("utf8");
  return `${path} ${[...headers.values()].join(" ")} ${decoded} ${text}`;
}
