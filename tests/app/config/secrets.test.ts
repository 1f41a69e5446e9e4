/** Problems of the configuration show no key that was written in the wrong place, and every name in a file is checked. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { loadConfig } from "../../../app/config/load.ts";
import { runRamz, tempFolder } from "../../support/process.ts";
import { pluginFile } from "../../e2e/plugins/plugin-files.ts";

const KEY = "SUPERSECRETKEY";

function loadFile(toml: string, env = {}) {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  return loadConfig({ RAMZ_CONFIG: join(folder.path, "ramz.toml"), ...env });
}

const problemsWith = (toml: string) => loadFile(toml).problems;

test.each([
  ["[provider]\nkavenegar_api_key", `[provider]\nkavenegar_api_key = "${KEY}"`],
  ["provider", `provider = "${KEY}"`],
  ["options of an app", `[apps.shop.provider]\napiKey = "${KEY}"`],
  ["a key instead of its table", `[apps.shop]\nkeys = ["${KEY}"]`],
  ["a key instead of keys", `[apps.shop]\nkeys = "${KEY}"`],
  ["a key instead of its hash", `[apps.shop]\nkeys = [{ hash = "${KEY}", scopes = ["send"] }]`],
])("a secret in the wrong place is not shown: %s", (_where, toml) => {
  const problems = problemsWith(toml);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.join("\n")).not.toContain(KEY);
  expect(problems.join("\n")).toContain("***");
});

test.each([
  `redis://h:6379?password=${KEY}`,
  `redis:/user:${KEY}@h:6379`,
  `redis:user:${KEY}@h:6379`,
  `redis://user:${KEY}@h:6379?tls=1`,
  `redis+other://:${KEY}@h`,
  `user:${KEY}@h:6379`,
])("a password in a malformed store is not shown: %s", (RAMZ_STORE) => {
  const { problems } = loadConfig({ RAMZ_SECRET: "x".repeat(32), RAMZ_STORE });
  expect(problems.join("\n")).toContain("RAMZ_STORE");
  expect(problems.join("\n")).not.toContain(KEY);
});

test.each([
  ['[apps."a\\nb"]\nkeys = 1', "apps"],
  ['[provider]\n"a\\nb" = 1', "provider"],
  ["[limits.caller.Device]\nper_hour = 5", "limits.caller.Device"],
])("an invalid name is a problem, and the values under it are checked: %s", (toml, place) => {
  expect(problemsWith(toml).join("\n")).toContain(place);
});

test("an option whose name sounds secret is not shown, even if its author did not mark it", async () => {
  using folder = tempFolder();
  const options = "Type.Object({ accessToken: Type.String(), url: Type.String() })";
  folder.write("mine.ts", pluginFile('return { outcome: "accepted" };', options));
  folder.write("ramz.toml", `[provider."./mine.ts"]\naccessToken = "${KEY}"\nurl = "https://sms.example"`);
  const env = { RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: "./mine.ts" };
  const { code, out } = await runRamz(["config"], env, folder);
  expect([code, out.includes(KEY)]).toEqual([0, false]);
  expect(out).toContain('accessToken = "***"\nurl = "https://sms.example"');
});

const chain = (toml: string, env = {}) => loadFile(toml, env).config.providers;

test("Kavenegar's key in the file makes its chain the default, as the variable does", () => {
  const both = ["kavenegar/verify", "kavenegar/sms"];
  expect(chain("")).toEqual(["console"]);
  expect(chain('[provider.kavenegar]\napiKey = "k"')).toEqual(both);
  expect(chain("", { KAVENEGAR_API_KEY: "k" })).toEqual(both);
  expect(chain('[provider.kavenegar]\napiKey = "k"\nsender = "1"')).toEqual(both);
  expect(chain('[provider.kavenegar]\nsender = "1"', { KAVENEGAR_API_KEY: "k" })).toEqual(both);
  expect(chain('[provider.kavenegar]\nsender = "1"')).toEqual(["console"]);
});
