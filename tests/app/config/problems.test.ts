/** Invalid settings stop the start. Every problem is reported at once, each with the setting, the value and the remedy (design §6.2). */
import { describe, expect, test } from "bun:test";
import { loadConfig } from "../../../app/config/load.ts";
import { freshNumber } from "../../support/http.ts";
import { runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { codeHandedTo, pluginFile } from "../../e2e/plugins/plugin-files.ts";
import { problemsOf } from "./examined.ts";

const BAD: readonly (readonly [variable: string, value: string, says: string])[] = [
  ["HOST", '"127.0.0.1"', "Write an IP address or a host name without quotes"],
  ["HOST", "http://127.0.0.1", "Write an IP address"],
  ["PORT", "abc", "Listen port"],
  ["PORT", "65536", "65535"],
  ["PORT", "-1", "0"],
  ["OTP_CODE_LENGTH", "4", "6"],
  ["OTP_CODE_LENGTH", "11", "10"],
  ["OTP_CODE_LENGTH", "6.5", "Write a whole number from 6 to 10."],
  ["OTP_EXPIRY_TIME", "601", "600"],
  ["OTP_EXPIRY_TIME", "0", "1"],
  ["OTP_EXPIRY_TIME", "5m", "Write a whole number from 1 to 600."],
  ["OTP_MAX_ATTEMPTS", "11", "10"],
  ["OTP_MAX_ATTEMPTS", "0", "1"],
  ["OTP_RESEND_WAIT_TIME", "-1", "0"],
  ["OTP_GUESSES_PER_DAY", "101", "100"],
  ["OTP_SENDS_PER_HOUR", "1000", "100"],
  ["OTP_SENDS_PER_DAY", "0", "1"],
  ["OTP_CHAIN_DEADLINE_MS", "999", "1000"],
  ["OTP_ATTEMPT_TIMEOUT_MS", "30001", "30000"],
  ["OTP_ATTEMPT_TIMEOUT_MS", "16000", "OTP_CHAIN_DEADLINE_MS"],
  ["OTP_COUNTRIES", "Iran", "Write ISO codes such as IR,DE."],
  ["OTP_COUNTRIES", "ZZ", "ISO"],
  ["OTP_COUNTRIES", ",", "IR"],
  ["OTP_LANDLINES", "yes", "Write true or false."],
  ["RAMZ_GUARD", "yes", '"yes" is not valid. Write enforce, monitor or off.'],
  ["RAMZ_NUMBERS_AT_REST", "plain", "Write encrypted or until_settled."],
  ["RAMZ_STORE_PREFIX", "{ramz}", "Write 1 to 40 letters, digits"],
  ["RAMZ_STORE", "mongodb://here", "sqlite:"],
  ["RAMZ_STORE", "/tmp/x.db", "Did you mean sqlite:/tmp/x.db?"],
  ["RAMZ_STORE", "data/ramz.sqlite", "Did you mean sqlite:data/ramz.sqlite?"],
  ["RAMZ_SECRET", "too-short", "32"],
  ["RAMZ_SECRET", `${"a".repeat(40)},${"a".repeat(40)}`, "twice"],
  ["RAMZ_SECRET", `${"a".repeat(40)} ${"b".repeat(40)}`, "Write a comma between two secrets"],
  ["RAMZ_PROVIDERS", "nonesuch", "console"],
  ["RAMZ_PROVIDERS", "console,console", "twice"],
  ["RAMZ_CONFIG", "./missing.toml", "missing.toml"],
  ["RAMZ_AUTH", "off", "Write none, or leave it out."],
  ["RAMZ_TRUSTED_PROXIES", "proxy.local", "10.1.0.0/16"],
  ["RAMZ_TRUSTED_PROXIES", "10.0.0.0/33", "is not a network"],
  ["RAMZ_TRUSTED_PROXIES", "0.0.0.0/0", "/8 or longer"],
  ["RAMZ_TRUSTED_PROXIES", "::/0", "/16 or longer"],
  ["RAMZ_TRUSTED_PROXIES", "::ffff:0.0.0.0/96", "/8 or longer"],
  ["RAMZ_TRUST_CLIENT_IP", "maybe", "true"],
];

describe("a bad value", () => {
  test.each(BAD)("%s=%s is reported with its remedy", async (variable, value, says) => {
    const problems = await problemsOf({ [variable]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(variable === "RAMZ_PROVIDERS" ? "provider" : variable);
    expect(problems[0]).toContain(says);
    expect(problems[0]).not.toMatch(/[Ee]xpected|to match/);
  });

  test("is reported together with all others, of settings and of providers", async () => {
    const env = {
      PORT: "x",
      OTP_CODE_LENGTH: "2",
      OTP_EXPIRY_TIME: "9999",
      RAMZ_SECRET: "short",
      RAMZ_STORE: "mongodb://here",
      OTP_COUNTRIES: "ZZ",
      RAMZ_PROVIDERS: "nonesuch,./missing.ts",
    };
    const problems = await problemsOf(env);
    for (const name of [
      "PORT",
      "OTP_CODE_LENGTH",
      "OTP_EXPIRY_TIME",
      "RAMZ_SECRET",
      "RAMZ_STORE",
      "OTP_COUNTRIES",
    ])
      expect(problems).toContainEqual(expect.stringContaining(name));
    expect(problems).toContainEqual(expect.stringContaining('"nonesuch"'));
    expect(problems).toContainEqual(expect.stringContaining('"./missing.ts"'));
  });
});

describe("the problems", () => {
  test.each(["config", "serve"])("are printed by ramz %s, which ends with exit code 1", async (command) => {
    const env = { PORT: "x", OTP_CODE_LENGTH: "2", RAMZ_PROVIDERS: "nonesuch" };
    const { code, out, err } = await runRamz([command], env);
    const problems = await problemsOf(env);
    expect(problems).toHaveLength(3);
    const lines = problems.map((problem) => `  - ${problem}\n`);
    expect([code, out, err]).toEqual([1, "", `Ramz cannot start, 3 problems:\n${lines.join("")}`]);
  });
});

describe("in production", () => {
  const production = { NODE_ENV: "production", RAMZ_SECRET: "p".repeat(40), RAMZ_AUTH: "none" };

  test("the console is refused, whether configured or by default", async () => {
    for (const chosen of [{}, { RAMZ_PROVIDERS: "console" }]) {
      const problems = await problemsOf({ ...production, ...chosen });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain("NODE_ENV=production");
      expect(problems[0]).toContain("RAMZ_PROVIDERS");
    }
  });

  test("a secret is required, and the remedy is a command that makes one", async () => {
    const problems = await problemsOf({ NODE_ENV: "production", RAMZ_PROVIDERS: "console" });
    expect(problems).toContainEqual(expect.stringMatching(/RAMZ_SECRET: required.*openssl rand -base64 48/));
  });

  test("there is no development inbox, and codes are not printed", async () => {
    using folder = tempFolder();
    folder.write("real.ts", pluginFile('return { outcome: "accepted" };'));
    const to = freshNumber();
    await using ramz = await startRamz(
      { ...production, RAMZ_PROVIDERS: "./real.ts", HOST: "127.0.0.1", OTP_CODE_LENGTH: "10" },
      folder,
    );
    expect((await ramz.api.post("/v1/verifications", { to })).status).toBe(201);
    for (const path of ["/dev/inbox", "/dev/messages"]) expect((await ramz.api.get(path)).status).toBe(404);
    expect(ramz.printed()).not.toContain(codeHandedTo(folder, to));
    expect(ramz.printed()).not.toContain(to);
  });
});

describe("a variable of a recipe", () => {
  test("is no misspelled one", () => {
    expect(loadConfig({ RAMZ_HTTP_TWILIO_FROM: "+15005550006" }).warnings).toEqual([]);
  });
});

describe("a misspelled variable", () => {
  test("is reported as a warning and does not stop the start", async () => {
    const env = { OTP_MAX_ATTEMPT: "3", RAMZ_SECRETS: "x", PORTS: "1" };
    const { warnings } = loadConfig(env);
    await using ramz = await startRamz(env);
    for (const shown of [warnings.map((warning) => `warning: ${warning}`).join("\n"), ramz.printed()]) {
      expect(shown).toContain("warning: OTP_MAX_ATTEMPT is not a setting of Ramz");
      expect(shown).toContain("warning: RAMZ_SECRETS is not a setting of Ramz");
      expect(shown).not.toContain("PORTS");
    }
  });
});
