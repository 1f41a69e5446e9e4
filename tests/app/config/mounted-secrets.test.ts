/** Every secret setting may be given as a file, as Docker and Kubernetes mount secrets. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { loadConfig } from "../../../app/config/load.ts";
import { type Env, runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { handed, pluginFile } from "../../e2e/plugins/plugin-files.ts";
import { run, SECRET, vendorWith, KEY } from "../cli/support.ts";
import { problemsOf } from "./examined.ts";

const OPTIONS = "Type.Object({ token: Type.String() })";
const FURTHER = 'env: { token: "ACME_TOKEN" }, secrets: ["token"],';

/** The problems with these files in the folder; `FOLDER` in a value is its path. */
async function problemsWith(files: Readonly<Record<string, string>>, env: Env): Promise<readonly string[]> {
  using folder = tempFolder();
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  const there = Object.entries(env).map(([name, value]) => [name, value.replace("FOLDER", folder.path)]);
  return await problemsOf(Object.fromEntries(there));
}

describe("a secret in a file", () => {
  test("is read without the newline at its end, and ramz config says where it is from", async () => {
    using folder = tempFolder();
    folder.write("secret", `${SECRET},${"b".repeat(40)}\r\n`);
    folder.write("store", "redis://:canary-password@127.0.0.1:1\n");
    folder.write("sentinels", "canary-sentinel\n\n");
    const env = {
      RAMZ_SECRET_FILE: "secret",
      RAMZ_STORE: "",
      RAMZ_STORE_FILE: "store",
      RAMZ_REDIS_SENTINEL_PASSWORD_FILE: join(folder.path, "sentinels"),
    };
    const { code, out, err } = await run(["config"], env, folder);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain('secret = "***"\n    RAMZ_SECRET (source: environment, from secret).');
    expect(out).toContain(
      'store = "redis://***@127.0.0.1:1"\n    RAMZ_STORE (source: environment, from store).',
    );
    expect(out).not.toContain("canary");
  });

  test("of the service is used as the variable's value would be", () => {
    using folder = tempFolder();
    folder.write("secret", `${SECRET}\n`);
    const { config } = loadConfig({ RAMZ_SECRET_FILE: join(folder.path, "secret") });
    expect(config.secrets?.map((secret) => secret.reveal())).toEqual([SECRET]);
  });

  test("makes Kavenegar the default chain, whose key it is", async () => {
    await using vendor = await vendorWith();
    using folder = tempFolder();
    folder.write("key", `${KEY}\n`);
    const { RAMZ_PROVIDERS: _chain, KAVENEGAR_API_KEY: _key, ...others } = vendor.env;
    const env = { ...others, KAVENEGAR_API_KEY_FILE: "key" };
    const sent = await run(["send", "--to", "09127654321", "--yes"], env, folder);
    expect([sent.code, sent.out]).toEqual([0, expect.stringContaining("kavenegar/verify")]);
    for (const args of [["kavenegar"], ["kavenegar", "account"]])
      expect((await run(args, env, folder)).code).toBe(0);
  });

  test("is read for every option that a provider marks as secret", async () => {
    using folder = tempFolder();
    folder.write("mine.ts", pluginFile('return { outcome: "accepted" };', OPTIONS, FURTHER));
    folder.write("token", "t-123\n");
    await using ramz = await startRamz(
      { RAMZ_PROVIDERS: "./mine.ts", ACME_TOKEN_FILE: "token", HOST: "127.0.0.1" },
      folder,
    );
    await ramz.api.post("/v1/verifications", { to: "09121234567" });
    expect(handed(folder)).toMatchObject([{ options: { token: "t-123" } }]);
    expect(ramz.printed()).not.toContain("t-123");
  });

  test("is read for a secret option of a recipe", async () => {
    const env = {
      RAMZ_PROVIDERS: "http/twilio",
      RAMZ_HTTP_TWILIO_ACCOUNT_SID: "AC1",
      RAMZ_HTTP_TWILIO_FROM: "+15005550006",
    };
    expect((await problemsWith({}, env)).join()).toContain('option "auth_token" is missing');
    const given = { ...env, RAMZ_HTTP_TWILIO_AUTH_TOKEN_FILE: "FOLDER/token" };
    expect(await problemsWith({ token: "t-123\n" }, given)).toEqual([]);
  });

  test("is read for ${NAME} in the configuration file", () => {
    using folder = tempFolder();
    folder.write("secret", `${SECRET}\n`);
    folder.write("ramz.toml", 'secret = "${RAMZ_OWN}"');
    const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_OWN_FILE: join(folder.path, "secret") };
    const { problems, warnings, config } = loadConfig(env);
    expect([problems, warnings]).toEqual([[], []]);
    expect(config.secrets?.[0].reveal()).toBe(SECRET);
  });
});

describe("a secret in a file is a problem, and the only one,", () => {
  const PRODUCTION = { NODE_ENV: "production", RAMZ_AUTH: "none", KAVENEGAR_API_KEY: "6b6579" };

  test.each([
    [
      "is set twice",
      { RAMZ_SECRET: SECRET },
      "FOLDER/secret",
      "RAMZ_SECRET is set as well. Unset one of the two.",
    ],
    ["is missing", {}, "FOLDER/nowhere", "Correct the path, or let the user of Ramz read the file."],
    ["is a folder", {}, "FOLDER", "Correct the path"],
    ["is empty", {}, "FOLDER/empty", "is empty. Write the value of RAMZ_SECRET into it."],
  ])("when it %s", async (_, env, file, says) => {
    const files = { secret: `${SECRET}\n`, empty: "\n" };
    const problems = await problemsWith(files, { ...PRODUCTION, ...env, RAMZ_SECRET_FILE: file });
    expect(problems).toEqual([expect.stringMatching(/^RAMZ_SECRET_FILE: /)]);
    expect(problems[0]).toContain(says);
    expect(problems[0]).not.toContain(SECRET);
  });

  test.each([
    [{ KAVENEGAR_API_KEY: "6b6579" }, "FOLDER/secret", "KAVENEGAR_API_KEY is set as well"],
    [{}, "FOLDER/nowhere", "cannot be read"],
  ])("for a provider's key, too (%j)", async (env, file, says) => {
    const problems = await problemsWith({ secret: SECRET }, { ...env, KAVENEGAR_API_KEY_FILE: file });
    expect(problems).toEqual([expect.stringMatching(/^KAVENEGAR_API_KEY_FILE: /)]);
    expect(problems[0]).toContain(says);
  });

  test("for ${NAME}, too", async () => {
    const toml = 'secret = "${OWN}"';
    const problems = await problemsWith(
      { "ramz.toml": toml },
      { RAMZ_CONFIG: "FOLDER/ramz.toml", OWN_FILE: "/no" },
    );
    expect(problems).toEqual([expect.stringMatching(/^OWN_FILE: the file "\/no" cannot be read/)]);
  });

  test("and a file for what is no secret has no effect", () => {
    expect(loadConfig({ OTP_CODE_LENGTH_FILE: "/no" }).warnings).toEqual([
      expect.stringContaining("OTP_CODE_LENGTH_FILE is not a setting"),
    ]);
  });
});

test("ramz dev uses the simulator's key, whatever file has the real one", async () => {
  await using dev = await startRamz({ KAVENEGAR_API_KEY_FILE: "/nowhere" }, undefined, [
    "dev",
    "--with",
    "kavenegar-simulator",
  ]);
  expect((await dev.api.get("/readyz")).status).toBe(200);
});

test("a value of a file that does not fit is not shown", async () => {
  using folder = tempFolder();
  folder.write("secret", "canary-short");
  const { code, err } = await runRamz(["serve"], { RAMZ_SECRET_FILE: "secret" }, folder);
  expect([code, err]).toEqual([1, expect.stringContaining("12 characters")]);
  expect(err).not.toContain("canary");
});
