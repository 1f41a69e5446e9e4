/** `ramz config` shows the settings in force and their sources, and never a secret (anchors V30). */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { effectiveDefaultsOf } from "../../../app/cli/config/effective-defaults.ts";
import { shownSettings } from "../../../app/cli/config/show.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { ConfigSchema, settingsOf } from "../../../app/config/schema.ts";
import { type Env, runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { problemsOf, problemsOfFile } from "./examined.ts";

const CANARY = "canary-4f1c9d-that-must-never-be-shown";
const SECRETS: Env = {
  RAMZ_SECRET: `${CANARY}-current,${CANARY}-older`,
  KAVENEGAR_API_KEY: `${CANARY}-key`,
};

async function settingsShown(env: Env): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const ran = await runRamz(["config", "--json"], env);
  expect([ran.code, ran.err]).toEqual([0, ""]);
  return JSON.parse(ran.out);
}

describe("ramz config", () => {
  test("shows each setting with name, variable, value, source and meaning", async () => {
    const settings = await settingsShown({ OTP_MAX_ATTEMPTS: "3" });
    expect(settings).toContainEqual({
      name: "policy.max_attempts",
      env: "OTP_MAX_ATTEMPTS",
      value: 3,
      source: "environment",
      description: expect.stringContaining("Guesses"),
    });
    const defaults = Object.fromEntries(settings.map(({ env, value }) => [env, value]));
    expect(defaults).toMatchObject({ OTP_CODE_LENGTH: 6, OTP_EXPIRY_TIME: 300, OTP_RESEND_WAIT_TIME: 60 });
    expect(settings.find(({ env }) => env === "OTP_CODE_LENGTH")).toMatchObject({ source: "default" });
    for (const setting of settings)
      expect(setting).toMatchObject({
        env: expect.stringMatching(/^[A-Z_]+$/),
        description: expect.stringMatching(/.{9}/),
      });
    expect(settings).toContainEqual(
      expect.objectContaining({
        name: "guard.mode",
        value: "off",
        source: "default",
        note: "off in console mode, enforce otherwise",
      }),
    );
  });

  test("explains no setting that is set", () => {
    const loaded = loadConfig({ RAMZ_GUARD: "monitor" });
    const settings = shownSettings(loaded, effectiveDefaultsOf(loaded.config, true));
    expect(settings).toContainEqual(expect.objectContaining({ name: "guard.mode", value: "monitor" }));
    expect(settings).not.toContainEqual(
      expect.objectContaining({ name: "guard.mode", note: expect.anything() }),
    );
  });

  test("prints every setting as text", async () => {
    const { code, out } = await runRamz(["config"], { PORT: "8123" });
    expect(code).toBe(0);
    expect(out).toContain("port = 8123\n    PORT (source: environment).");
    for (const { path, notes } of settingsOf(ConfigSchema)) {
      expect(out).toContain(`${path.join(".")} = `);
      expect(out).toContain(notes.env);
    }
  });

  test("shows the values in force for settings that are not set, and why", async () => {
    using folder = tempFolder();
    folder.write("opts.ts", OPTIONS_PLUGIN);
    const env = { RAMZ_PROVIDERS: "./opts.ts", RAMZ_CONFIG: "ramz.toml" };
    folder.write(
      "ramz.toml",
      `[provider."./opts.ts"]\nkey = "k-123"\nother = "https://me:${CANARY}@host"\nmore = ["https://me:${CANARY}@host"]`,
    );
    const { out } = await runRamz(["config"], env, folder);
    for (const line of [
      'host = "127.0.0.1" (default; this machine alone, while calls need no key)',
      "auth = not set (default; calls need no key)",
      "limits.ip_per_hour = 20 (default; no limit in console mode)",
      "limits.ip_per_day = not set (default; no limit)",
      "limits.messages_per_day = 10000 (default; no limit in console mode)",
      'guard.mode = "enforce" (default; off in console mode)',
      '[provider."./opts.ts"]\nkey = "***"\nother = "https://***@host"\nmore = [ "https://***@host" ]',
    ])
      expect(`\n${out}`).toContain(`\n${line}\n`);
    expect(out).not.toContain(CANARY);
    expect(out).not.toContain("k-123");
  });

  test("shows apps as in the file, with the values they take from the service", async () => {
    using folder = tempFolder();
    folder.write(
      "ramz.toml",
      '[limits.caller.device]\nper_hour = 5\n[policy]\nmax_attempts = 4\n[[chains]]\npurpose = "pay"\nproviders = ["console"]\n[apps.shop]\npublic = true\nresend_order = "same"\npolicy = { max_attempts = 2 }\n' +
        "[apps.shop.limits]\nmessages_per_day = 500\n[apps.shop.limits.caller.account]\nper_day = 9",
    );
    const { out } = await runRamz(["config"], { RAMZ_CONFIG: "ramz.toml" }, folder);
    const tables: unknown = Bun.TOML.parse(out.slice(out.indexOf("\n[")));
    expect(tables).toEqual({
      limits: { caller: { device: { per_hour: 5 } } },
      chains: [{ purpose: "pay", providers: ["console"] }],
      apps: {
        shop: {
          providers: ["console"],
          chains: [{ purpose: "pay", providers: ["console"] }],
          countries: ["IR"],
          landlines: false,
          public: true,
          cors: [],
          keys: [],
          resend_order: "same",
          on_undelivered: "off",
          routing: { mode: "fixed", prefer: "configured" },
          policy: expect.objectContaining({ max_attempts: 2, code_length: 6, expiry_time: 300 }),
          limits: {
            budget_mode: "enforce",
            messages_per_day: 500,
            caller: { device: { per_hour: 5 }, account: { per_day: 9 } },
          },
        },
      },
    });
  });

  test.each(["", "--json"])("%p shows that there is a secret, but not the secret", async (option) => {
    const args = ["config", option].filter((arg) => arg !== "");
    const { code, out, err } = await runRamz(args, { ...SECRETS, RAMZ_PROVIDERS: "console" });
    expect(code).toBe(0);
    expect(out).toContain("***");
    expect(out + err).not.toContain(CANARY);
  });

  test("shows no secret when settings are invalid", async () => {
    using folder = tempFolder();
    folder.write("opts.ts", OPTIONS_PLUGIN);
    const plugin = join(folder.path, "opts.ts");
    folder.write(
      "ramz.toml",
      `[provider."${plugin}"]\nkey = "${CANARY}"\nother = 5\n[policy]\nkey = "${CANARY}"\n`,
    );
    const wrong: readonly Env[] = [
      { ...SECRETS, PORT: "x" },
      { KAVENEGAR_API_KEY: `${CANARY} with spaces`, RAMZ_PROVIDERS: "kavenegar/verify" },
      { RAMZ_SECRET: CANARY.slice(0, 20) },
      { RAMZ_SECRET: `${CANARY},${CANARY}` },
      { RAMZ_STORE: `mysql://user:${CANARY}@host/base` },
      { RAMZ_STORE: `mysql://user:p@${CANARY}@host/base` },
      { RAMZ_STORE: `mysql://user:p/${CANARY}@host/base` },
      { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_PROVIDERS: plugin },
    ];
    for (const env of wrong) {
      const problems = await problemsOf(env);
      expect(problems).not.toBeEmpty();
      const shown = [...problems, ...loadConfig(env).warnings].join("\n");
      expect([env, shown.includes(CANARY.slice(0, 20))]).toEqual([env, false]);
    }
  });

  test("shows no secret of a file that is not valid TOML", async () => {
    const problems = await problemsOfFile(`secret = "${CANARY}\n`);
    expect(problems).toEqual([
      expect.stringMatching(/RAMZ_CONFIG: the file ".*ramz\.toml" is not valid TOML/),
    ]);
    expect(problems[0]).not.toContain(CANARY);
  });

  test("creates neither store nor secret", async () => {
    using folder = tempFolder();
    const { code } = await runRamz(["config"], {}, folder);
    expect(code).toBe(0);
    expect(() => folder.storeHash()).toThrow();
  });
});

describe("ramz serve", () => {
  test("prints no secret", async () => {
    await using ramz = await startRamz({ ...SECRETS, RAMZ_PROVIDERS: "console" });
    await ramz.api.post("/v1/verifications", { to: "09121234567" });
    expect(ramz.printed()).not.toContain(CANARY);
  });
});

describe("ramz", () => {
  test("without a command, or with an unknown one, lists the commands", async () => {
    for (const args of [[], ["nonsense"], ["--help"]]) {
      const { out, err, code } = await runRamz(args);
      expect(out + err).toContain("serve");
      expect(out + err).toContain("config");
      expect(code).toBe(args[0] === "--help" ? 0 : 1);
    }
    const { out } = await runRamz(["--version"]);
    expect(out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

const OPTIONS_PLUGIN = `
  import { Type } from "@sinclair/typebox";
  export default {
    api: 1,
    channels: ["sms"],
    options: Type.Object({ key: Type.String({ maxLength: 5 }), other: Type.String(), more: Type.Optional(Type.Array(Type.String())) }),
    secrets: ["key"],
    create: () => ({ deliver: async () => ({ outcome: "accepted" }) }),
  };
`;
