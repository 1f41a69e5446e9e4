/** The configuration file, for settings that do not fit into variables. The environment wins over it (design §6.2). */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { shownSettings } from "../../../app/cli/config/show.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { verificationIn } from "../../support/http.ts";
import { type Env, startRamz, tempFolder } from "../../support/process.ts";
import { handed, pluginFile } from "../../e2e/plugins/plugin-files.ts";
import { problemsOfFile } from "./examined.ts";

/** The configuration with this file, which must have no problem. */
function loadedWith(toml: string, env: Env = {}) {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  const loaded = loadConfig({ RAMZ_CONFIG: join(folder.path, "ramz.toml"), PORT: "0", ...env });
  expect([loaded.problems, loaded.warnings]).toEqual([[], []]);
  return loaded;
}

/** The settings in force with this configuration file, as `ramz config --json` shows them. */
function settingsWith(toml: string, env: Env = {}): unknown {
  return shownSettings(loadedWith(toml, env));
}

const of = (name: string, value: unknown, source: string) => expect.objectContaining({ name, value, source });

describe("a configuration file", () => {
  test("sets values; the environment wins", () => {
    const toml =
      'host = "127.0.0.1"\n[policy]\nmax_attempts = 3\ncode_length = 8\n[recipients]\ncountries = ["DE", "IR"]';
    const settings = settingsWith(toml, { OTP_CODE_LENGTH: "7" });
    expect(settings).toContainEqual(of("policy.max_attempts", 3, "file"));
    expect(settings).toContainEqual(of("policy.code_length", 7, "environment"));
    expect(settings).toContainEqual(of("policy.expiry_time", 300, "default"));
    expect(settings).toContainEqual(of("recipients.countries", ["DE", "IR"], "file"));
    expect(settings).toContainEqual(of("host", "127.0.0.1", "file"));
  });

  test("takes values of variables with ${NAME}, and such a value cannot add settings", () => {
    const toml = 'providers = ["${A}sole"]\n[provider."kavenegar/sms"]\ntext = "${MY_TEXT}"';
    const text = '{code}"\nport = 1\nx = "';
    const { raw } = loadedWith(toml, { MY_TEXT: text, A: "con" });
    expect([raw.providers, raw.provider]).toEqual([["console"], { "kavenegar/sms": { text } }]);
  });

  test.each([
    ["a variable that is not set", 'host = "${NOWHERE}"', "NOWHERE"],
    ["an unknown key", "prot = 1", "prot: there is no such setting"],
    [
      "an unknown key in a table",
      "[policy]\nmax_attemps = 1",
      "policy.max_attemps: there is no such setting",
    ],
    ["an unknown table", "[polcy]\nmax_attempts = 1", "polcy: there is no such setting"],
    ["a value out of bounds", "[policy]\ncode_length = 3", "policy.code_length (or OTP_CODE_LENGTH)"],
    ["a value of the wrong type", '[policy]\ncode_length = "6"', "policy.code_length (or OTP_CODE_LENGTH)"],
    ["a table where a value belongs", "[host]\nx = 1", "host (or HOST)"],
    ["options of no provider", '[provider."nonesuch"]\nx = 1', 'provider."nonesuch"'],
    ["an unknown option of a provider", "[provider.console]\nx = 1", '"x"'],
    ["no TOML", "policy = {", "is not valid TOML"],
    [
      "text without quotes",
      "\nstore = sqlite",
      "is not valid TOML at line 2, column 9: invalid value; strings need quotes.",
    ],
    ["the same key twice", "port = 1\nport = 2", "is not valid TOML at line 2, column 1"],
  ])("with %s is refused, and the problem names it", async (_, toml, says) => {
    expect((await problemsOfFile(toml)).join("\n")).toContain(says);
  });

  test.each([
    ["", 'secret = "${NOWHERE}"'],
    ["", 'store = "${NOWHERE}"'],
    ["", 'trusted_proxies = ["${NOWHERE}"]'],
    ["", '[recipients]\ncountries = ["${NOWHERE}"]'],
    ["", '[apps.shop]\nkeys = [{ hash = "${NOWHERE}", scopes = ["send"] }]'],
    ["production", 'secret = "${NOWHERE}"\nauth = "none"\nproviders = ["kavenegar/verify"]'],
  ])("with a variable that is not set has that problem alone (%s, %j)", async (mode, toml) => {
    const problems = await problemsOfFile(toml, { NODE_ENV: mode, KAVENEGAR_API_KEY: "6368616e6765" });
    expect(problems).toEqual([
      expect.stringContaining("it uses ${NOWHERE}, but the environment has no NOWHERE"),
    ]);
  });

  test("may use variables with the prefix of Ramz, without a warning", () => {
    const settings = settingsWith('host = "${RAMZ_MY_HOST}"', { RAMZ_MY_HOST: "127.0.0.1" });
    expect(settings).toContainEqual(of("host", "127.0.0.1", "file"));
  });

  test("has all its problems reported at once", async () => {
    const problems = await problemsOfFile(
      'prot = 1\nhost = "${NOWHERE}"\n[policy]\ncode_length = 3\nmax_attempts = 99',
    );
    expect(problems).toHaveLength(4);
    for (const name of ["prot", "NOWHERE", "code_length", "max_attempts"])
      expect(problems).toContainEqual(expect.stringContaining(name));
  });

  test("sets the options of a provider, together with the environment and its defaults", async () => {
    using folder = tempFolder();
    const options =
      'Type.Object({ key: Type.String(), line: Type.String({ default: "3000" }), retries: Type.Integer() })';
    folder.write(
      "mine.ts",
      pluginFile('return { outcome: "accepted" };', options, 'env: { line: "MY_LINE" },'),
    );
    folder.write(
      "ramz.toml",
      'providers = ["./mine.ts"]\n[provider."./mine.ts"]\nkey = "${MY_KEY}"\nretries = 2',
    );
    const env = { RAMZ_CONFIG: "ramz.toml", MY_KEY: "k-1", MY_LINE: "1000" };
    await using ramz = await startRamz({ ...env, HOST: "127.0.0.1" }, folder);
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to: "09121234567" }));
    expect(sent.provider).toBe("./mine.ts");
    expect(handed(folder)).toMatchObject([{ options: { key: "k-1", line: "1000", retries: 2 } }]);
  });
});
