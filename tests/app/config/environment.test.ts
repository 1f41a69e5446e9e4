/** Variables are read by one rule, whatever left quotes, spaces or a file's values in them. */
import { describe, expect, test } from "bun:test";
import { tidyEnvironment, tidyValue } from "../../../app/config/environment.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { problemsOf } from "./examined.ts";

const PRODUCTION = { NODE_ENV: "production", RAMZ_SECRET: "p".repeat(40), RAMZ_AUTH: "none" };
const REAL = { ...PRODUCTION, KAVENEGAR_API_KEY: "6b6579", HOST: "127.0.0.1" };

describe("white space and quotes around a value", () => {
  test.each([
    ['"production"', "production"],
    ["'production'", "production"],
    ["production ", "production"],
    ["\tproduction\r", "production"],
    [' " production " ', "production"],
    [`"'production'"`, "production"],
    ['"', '"'],
    ['""', ""],
    [`"production'`, `"production'`],
    ['say "hi"', 'say "hi"'],
  ])("%j is read as %j", (written, read) => {
    expect(tidyValue(written)).toBe(read);
  });

  test("are taken from every variable, also from those that libraries read", () => {
    using folder = tempFolder();
    const env = { NODE_ENV: "test ", OTEL_SERVICE_NAME: '"otp"', HTTPS_PROXY: " 'http://proxy:3128' " };
    tidyEnvironment(env, folder.path);
    expect(env).toEqual({ NODE_ENV: "test", OTEL_SERVICE_NAME: "otp", HTTPS_PROXY: "http://proxy:3128" });
  });

  test("do not disarm the guard of production", async () => {
    const env = { ...PRODUCTION, NODE_ENV: "\t'production' \r", RAMZ_PROVIDERS: "console" };
    const { code, err } = await runRamz(["serve"], env);
    expect([code, err]).toEqual([1, expect.stringContaining("refused when NODE_ENV=production")]);
  });

  test("do not disarm it for ramz dev", async () => {
    const { code, err } = await runRamz(["dev", "--with", "kavenegar-simulator"], {
      NODE_ENV: '"production"',
    });
    expect([code, err]).toEqual([1, expect.stringContaining("NODE_ENV is production")]);
  });

  test("do not keep a server from its address", async () => {
    await using ramz = await startRamz({ HOST: '"127.0.0.1"', OTP_CODE_LENGTH: " '8' " });
    expect((await ramz.api.get("/healthz")).status).toBe(200);
  });
});

describe("NODE_ENV", () => {
  test.each(["Production", "PRODUCTION", "prod", "productoin", "staging", "live"])(
    "%s is neither production nor development, and stops the start",
    async (NODE_ENV) => {
      const problems = await problemsOf({ NODE_ENV });
      expect(problems).toEqual([
        expect.stringMatching(/^NODE_ENV: ".+" is not valid\. Write production, development or test/),
      ]);
    },
  );

  test.each(["", "development", "test"])("%j is no production", (NODE_ENV) => {
    expect(loadConfig({ NODE_ENV })).toMatchObject({ kind: "loaded", config: { production: false } });
  });
});

describe("a .env file in the working directory", () => {
  test("is named by ramz config beside each value that came from it", async () => {
    using folder = tempFolder();
    folder.write(".env", 'OTP_MAX_ATTEMPTS=3\nOTP_CODE_LENGTH=8\nOTP_COUNTRIES="IR,DE" # two\nMY_OWN=1');
    folder.write(".env.local", "OTP_MAX_ATTEMPTS=4");
    folder.write(".env.development", "HTTPS_PROXY=http://proxy:3128\nOTP_LANDLINES=${NOWHERE:-true}");
    folder.write(".env.production", "OTP_EXPIRY_TIME=60");
    const env = { OTP_CODE_LENGTH: "7", OTP_SENDS_PER_DAY: "9" };
    const { out } = await runRamz(["config"], env, folder);
    for (const line of [
      "policy.max_attempts = 4\n    OTP_MAX_ATTEMPTS (source: environment, from .env.local).",
      "policy.code_length = 7\n    OTP_CODE_LENGTH (source: environment).",
      "policy.sends_per_day = 9\n    OTP_SENDS_PER_DAY (source: environment).",
      "policy.expiry_time = 300\n    OTP_EXPIRY_TIME (source: default).",
      'recipients.countries = ["IR","DE"]\n    OTP_COUNTRIES (source: environment, from .env).',
      "recipients.landlines = true\n    OTP_LANDLINES (source: environment, from .env.development).",
      "From .env: MY_OWN, OTP_COUNTRIES",
      "From .env.development: HTTPS_PROXY, OTP_LANDLINES",
    ])
      expect(out).toContain(line);
    const json = await runRamz(["config", "--json"], env, folder);
    const shown: unknown = JSON.parse(json.out);
    expect(shown).toContainEqual(
      expect.objectContaining({ name: "policy.max_attempts", source: "environment", from: ".env.local" }),
    );
    expect(shown).toContainEqual({
      name: "env_files_read",
      value: {
        ".env": ["MY_OWN", "OTP_COUNTRIES"],
        ".env.local": ["OTP_MAX_ATTEMPTS"],
        ".env.development": ["HTTPS_PROXY", "OTP_LANDLINES"],
      },
      source: "environment",
    });
  });

  test("is refused in production, every variable by name, unless the environment accepts it", async () => {
    using folder = tempFolder();
    folder.write(".env", "KAVENEGAR_API_KEY=6b6579\nHTTPS_PROXY=http://proxy:3128\nRAMZ_AUTH=none");
    folder.write(".env.production", "OTP_MAX_ATTEMPTS=4");
    const refused = await runRamz(["serve"], PRODUCTION, folder);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      ".env: this file in the working directory sets KAVENEGAR_API_KEY, HTTPS_PROXY, RAMZ_AUTH, which is refused",
    );
    expect(refused.err).toContain(
      ".env.production: this file in the working directory sets OTP_MAX_ATTEMPTS,",
    );
    expect(refused.err).toContain("RAMZ_ENV_FILES=true");
    const accepted = await runRamz(["config"], { ...PRODUCTION, RAMZ_ENV_FILES: "true" }, folder);
    expect([accepted.code, accepted.err]).toEqual([0, ""]);
    expect(accepted.out).toContain("OTP_MAX_ATTEMPTS (source: environment, from .env.production).");
  });

  test("cannot accept itself, and cannot make itself production unseen", () => {
    using folder = tempFolder();
    folder.write(".env", "RAMZ_ENV_FILES=true\nNODE_ENV=production");
    const { problems } = loadConfig({ ...REAL, RAMZ_ENV_FILES: "true" }, folder.path);
    expect(problems).toEqual([
      expect.stringContaining(".env: this file in the working directory sets RAMZ_ENV_FILES, NODE_ENV,"),
    ]);
  });

  test("without a value of its own is no problem in production", () => {
    using folder = tempFolder();
    folder.write(".env", "# nothing\nOTP_MAX_ATTEMPTS=4\n");
    folder.write(".env.development", "OTP_CODE_LENGTH=8");
    const env = { ...REAL, OTP_MAX_ATTEMPTS: "5", OTP_CODE_LENGTH: "8" };
    expect(loadConfig(env, folder.path).problems).toEqual([]);
  });

  test("of development is not read in production, though quotes hide production from Bun", async () => {
    using folder = tempFolder();
    folder.write(".env.development", "OTP_CODE_LENGTH=8\nOTP_MAX_ATTEMPTS=4");
    folder.write(".env.production", "OTP_CODE_LENGTH=7");
    const env = { ...REAL, NODE_ENV: '"production"', RAMZ_ENV_FILES: "true" };
    const { out } = await runRamz(["config"], env, folder);
    expect(out).toContain(
      "policy.code_length = 7\n    OTP_CODE_LENGTH (source: environment, from .env.production).",
    );
    expect(out).toContain("policy.max_attempts = 5\n    OTP_MAX_ATTEMPTS (source: default).");
  });
});

describe("variables that Kubernetes makes for a service", () => {
  const LINKS = {
    RAMZ_PORT: "tcp://10.96.0.12:8000",
    RAMZ_PORT_8000_TCP: "tcp://10.96.0.12:8000",
    RAMZ_PORT_8000_TCP_ADDR: "10.96.0.12",
    RAMZ_PORT_8000_TCP_PORT: "8000",
    RAMZ_PORT_8000_TCP_PROTO: "tcp",
    RAMZ_SERVICE_HOST: "10.96.0.12",
    RAMZ_SERVICE_PORT: "8000",
    RAMZ_SERVICE_PORT_HTTP: "8000",
    RAMZ_REDIS_PORT: "tcp://10.96.0.13:6379",
    RAMZ_REDIS_SERVICE_HOST: "10.96.0.13",
    RAMZ_REDIS_PORT_6379_UDP_ADDR: "10.96.0.13",
    OTP_SERVICE_PORT: "80",
  };

  test("are no misspelled settings", () => {
    expect(loadConfig(LINKS)).toMatchObject({ problems: [], warnings: [] });
  });

  test.each([
    ["RAMZ_PORT", "9000", "PORT"],
    ["RAMZ_HOST", "0.0.0.0", "HOST"],
  ])("%s=%s is misspelled, and the warning names the setting", (name, value, meant) => {
    expect(loadConfig({ [name]: value }).warnings).toEqual([
      expect.stringContaining(`${name} is not a setting of Ramz and has no effect. Did you mean ${meant}?`),
    ]);
  });

  test("are explained where a setting takes one", async () => {
    expect((await problemsOf({ PORT: LINKS.RAMZ_PORT })).join()).toContain("enableServiceLinks: false");
  });
});
