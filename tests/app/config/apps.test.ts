/** Invalid apps stop the start: every problem is reported at once, with the app, the setting, the value and the bound. Also: who may call without a key. */
import { describe, expect, test } from "bun:test";
import { freshNumber } from "../../support/http.ts";
import { runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { line, testKey } from "../access/app-keys.ts";
import { pluginFile } from "../../e2e/plugins/plugin-files.ts";
import { problemsOfFile } from "./examined.ts";

const key = testKey();
const entry = line(key, ["send"]);

const WRONG: readonly (readonly [toml: string, ...says: readonly string[]])[] = [
  ["[apps.Shop]", "apps.Shop", "lower-case"],
  [`[apps.${"a".repeat(33)}]`, "1 to 32"],
  ['[apps."a.b"]', "apps.a.b", "lower-case"],
  ["[apps.shop]\nfoo = 1", "apps.shop.foo", "no such setting"],
  ["[apps]\nshop = 1", "apps.shop", "Write a table."],
  [`[apps.shop]\nkeys = [{ hash = "${key.key}", scopes = ["send"] }]`, "apps.shop.keys.0.hash", "***"],
  [`[apps.shop]\nkeys = [{ scopes = ["send"] }]`, "apps.shop.keys.0.hash", "missing"],
  [`[apps.shop]\nkeys = [{ hash = "${key.hash}" }]`, "apps.shop.keys.0.scopes", "send, check, read, admin"],
  [`[apps.shop]\nkeys = [${line(key, [])}]`, "apps.shop.keys.0.scopes"],
  [`[apps.shop]\nkeys = [${line(key, ["root"])}]`, "apps.shop.keys.0.scopes.0", "root"],
  [`[apps.shop]\nkeys = [${entry}, ${entry}]`, "more than once", "shop, shop"],
  [`[apps.shop]\nkeys = [${entry}]\n[apps.bank]\nkeys = [${entry}]`, "more than once", "shop, bank"],
  [
    `[apps.shop]\nkeys = [${[testKey(), testKey(), testKey()].map((one) => line(one, ["check"])).join()}]`,
    "apps.shop.keys",
    '"check"',
  ],
  [
    'providers = ["kavenegar/verify"]\n[provider.kavenegar]\napiKey = "6368616e6765"\n[limits]\nip_mode = "monitor"\n[apps.shop]\npublic = true',
    "apps.shop.public",
    "RAMZ_IP_LIMIT_MODE",
  ],
  ["[apps.shop]\npublic = true\n[apps.bank]\npublic = true", "shop and bank are public"],
  ...[
    "*",
    "null",
    "shop.example",
    "https://shop.example/",
    "https://a@shop.example",
    "http://shop.example",
    "https://*.shop.example",
  ].map((origin) => [`[apps.shop]\ncors = ["${origin}"]`, "apps.shop.cors", `"${origin}"`] as const),
  ["[apps.shop.policy]\ncode_length = 5", "apps.shop.policy.code_length", "5", "6"],
  [
    "[policy]\ncode_length = 8\n[apps.shop.policy]\ncode_length = 7",
    "apps.shop.policy.code_length",
    "7",
    "8",
  ],
  ["[apps.shop.policy]\nexpiry_time = 301", "apps.shop.policy.expiry_time", "301", "300"],
  ["[apps.shop.policy]\nmax_attempts = 6", "apps.shop.policy.max_attempts", "6", "5"],
  ["[apps.shop.policy]\nguesses_per_day = 26", "apps.shop.policy.guesses_per_day", "26", "25"],
  ["[apps.shop.policy]\nresend_wait_time = 59", "apps.shop.policy.resend_wait_time", "59", "60"],
  ["[apps.shop.policy]\nsends_per_hour = 6", "apps.shop.policy.sends_per_hour", "6", "5"],
  ["[apps.shop.policy]\nsends_per_day = 11", "apps.shop.policy.sends_per_day", "11", "10"],
  ["[apps.shop.policy]\nchain_deadline_ms = 60001", "apps.shop.policy.chain_deadline_ms", "60000"],
  ["[apps.shop.policy]\nchain_deadline_ms = 5000", "apps.shop.policy.attempt_timeout_ms", "8000", "5000"],
  ['[apps.shop.twilio]\naccount_sid = "AC1"', "apps.shop.twilio.account_sid", "Write AC and 32"],
  ['[apps.shop.twilio]\nservice_sid = "AC1"', "apps.shop.twilio.service_sid", "Write VA and 32"],
  ['[apps.shop.twilio]\nservice = "VA1"', "apps.shop.twilio.service", "no such setting"],
  ['[apps.shop]\ncountries = ["ZZ"]', "apps.shop.countries", "ZZ"],
  ['[apps.shop]\nproviders = ["nonesuch"]', "apps.shop", "nonesuch"],
  ["[apps.shop.provider.console]\nx = 1", "apps.shop", '"x"'],
  ['[apps.shop.provider."nonesuch"]\nx = 1', "apps.shop", "nonesuch"],
];

describe("an app with", () => {
  test.each(WRONG)("%j is reported with the problem", async (toml, ...says) => {
    const problems = await problemsOfFile(toml);
    expect(problems).toHaveLength(1);
    for (const word of says) expect(problems[0]).toContain(word);
    expect(problems[0]).not.toContain(key.key);
  });

  test("several problems is reported with all of them, beside those of other apps and of the service", async () => {
    const problems = await problemsOfFile(
      `[policy]\ncode_length = 3\n[apps.shop]\ncors = ["*"]\nkeys = [${line(key, ["root"])}, { scopes = [] }]\n` +
        '[apps.shop.policy]\nmax_attempts = 9\nfoo = 1\n[apps.bank]\nproviders = ["nonesuch"]\ncountries = ["ZZ"]',
      { PORT: "x", RAMZ_TRUSTED_PROXIES: "0.0.0.0/0" },
    );
    for (const says of [
      "PORT",
      "RAMZ_TRUSTED_PROXIES",
      "policy.code_length (or OTP_CODE_LENGTH)",
      "apps.shop.cors",
      "apps.shop.keys.0.scopes.0",
      "apps.shop.keys.1.hash",
      "apps.shop.keys.1.scopes",
      "apps.shop.policy.max_attempts",
      "apps.shop.policy.foo",
      "apps.bank.countries",
      'apps.bank: provider "nonesuch"',
    ])
      expect(problems).toContainEqual(expect.stringContaining(says));
    expect(problems).toHaveLength(11);
  });

  test("stricter rules, or the same as the service's, is valid", async () => {
    const toml = `
      [apps.shop]
      keys = [${entry}]
      [apps.shop.policy]
      code_length = 10
      expiry_time = 300
      max_attempts = 1
      resend_wait_time = 60
      sends_per_day = 10
      chain_deadline_ms = 60000
    `;
    expect(await problemsOfFile(toml)).toEqual([]);
  });

  test("no key, which cannot be called, is reported as a warning", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", "[apps.shop]");
    const { code, err } = await runRamz(["config"], { RAMZ_CONFIG: "ramz.toml" }, folder);
    expect(code).toBe(0);
    expect(err).toContain("warning: apps.shop");
    expect(err).toContain("ramz key new --app shop");
  });

  test("keys is shown by ramz config, with enough of each hash to distinguish keys", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", `[apps.shop]\nkeys = [${entry}]\npolicy = { max_attempts = 2 }`);
    const { out } = await runRamz(["config", "--json"], { RAMZ_CONFIG: "ramz.toml" }, folder);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({
        name: "apps.shop",
        value: expect.objectContaining({ policy: expect.objectContaining({ max_attempts: 2 }) }),
      }),
    );
    expect(out).toContain(key.hash.slice(0, 15));
    expect(out).not.toContain(key.hash);
  });
});

function withProvider() {
  const folder = tempFolder();
  folder.write("real.ts", pluginFile('return { outcome: "accepted" };'));
  folder.write("ramz.toml", `[apps.shop]\nkeys = [${entry}]`);
  return folder;
}

describe("without apps", () => {
  const REAL = { RAMZ_PROVIDERS: "./real.ts" };
  const PRODUCTION = { ...REAL, NODE_ENV: "production", RAMZ_SECRET: "p".repeat(40) };
  test("production is refused, unless RAMZ_AUTH is none or an app has keys", async () => {
    using folder = withProvider();
    const refused = await runRamz(["serve"], PRODUCTION, folder);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("one problem");
    for (const says of ["RAMZ_AUTH", "ramz key new", "RAMZ_AUTH=none"]) expect(refused.err).toContain(says);
    for (const [env, status] of [
      [{ RAMZ_AUTH: "none" }, 201],
      [{ RAMZ_CONFIG: "ramz.toml" }, 401],
    ] as const) {
      await using ramz = await startRamz({ ...PRODUCTION, ...env }, folder);
      expect(ramz.printed()).not.toContain("warning");
      expect(ramz.printed()).toContain("http://0.0.0.0:");
      expect((await ramz.api.post("/v1/verifications", { to: freshNumber() })).status).toBe(status);
    }
  });

  test("it listens on this machine alone and says why; with HOST it warns of the consequence", async () => {
    using folder = withProvider();
    for (const args of [["serve"], ["serve", "--workers", "2"]]) {
      await using ramz = await startRamz(REAL, folder, args);
      expect(ramz.printed()).toContain("http://127.0.0.1:");
      expect(ramz.printed()).toMatch(/warning: RAMZ_AUTH: .*listens on 127\.0\.0\.1 only/);
    }
    await using ramz = await startRamz({ ...REAL, HOST: "0.0.0.0" }, folder);
    expect(ramz.printed()).toMatch(
      /warning: RAMZ_AUTH: .*every client that reaches 0\.0\.0\.0 can send codes/,
    );
  });

  test("console mode prints no warning about keys", async () => {
    await using ramz = await startRamz();
    expect(ramz.printed()).not.toContain("RAMZ_AUTH");
    expect(new URL(ramz.api.url).hostname).toBe("127.0.0.1");
  });
});

describe("with apps", () => {
  test("RAMZ_AUTH and RAMZ_TRUST_CLIENT_IP are refused", async () => {
    const toml = `[apps.shop]\nkeys = [${entry}]`;
    const problems = await problemsOfFile(toml, { RAMZ_AUTH: "none", RAMZ_TRUST_CLIENT_IP: "true" });
    expect(problems).toEqual([
      expect.stringContaining("RAMZ_AUTH: none conflicts with the configured apps"),
      expect.stringContaining("RAMZ_TRUST_CLIENT_IP: has no effect with apps"),
    ]);
  });
});
