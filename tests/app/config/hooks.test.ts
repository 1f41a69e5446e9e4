/** Hooks that are configured wrongly stop the start, each with the setting and the remedy; what may be a secret is shown nowhere. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { loadConfig } from "../../../app/config/load.ts";
import { runRamz, tempFolder } from "../../support/process.ts";
import { problemsOfFile } from "./examined.ts";

const SECRET = "k7QmZ2vXw9rTb4LpHs6D";
const SUPABASE = "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const hook = (name: string, more: string, secrets = `["${SECRET}"]`) =>
  `[apps.shop.hooks.${name}]\nsecrets = ${secrets}\n${more}\n`;
const own = (more: string) => hook("own", `to = "to"\ncode = "code"\n${more}`);

const WRONG: readonly (readonly [toml: string, ...says: readonly string[]])[] = [
  [hook("Own", 'to = "to"\ncode = "code"'), "apps.shop.hooks.Own", "1 to 32 lower-case"],
  [hook("own", 'code = "code"'), "apps.shop.hooks.own.to", "it is missing"],
  [hook("own", 'to = "to"'), "apps.shop.hooks.own.code", "text ="],
  [hook("logto", "", "[]"), "apps.shop.hooks.logto.secrets", "openssl rand -hex 32"],
  [hook("zitadel", "", "[]"), "apps.shop.hooks.zitadel.secrets", "signing key"],
  [hook("logto", "", '["k7QmZ2vXw9r"]'), "secret 1 has 11 characters"],
  [hook("logto", "", `["${SECRET}", "${SECRET}"]`), "listed twice"],
  [hook("supabase", ""), "apps.shop.hooks.supabase.secrets", "v1,whsec_"],
  [hook("supabase", "", `["${SUPABASE}|${SUPABASE}"]`), "secret 1 is not a secret of a Supabase hook"],
  [hook("supabase", 'auth = "bearer"', `["${SUPABASE}"]`), "apps.shop.hooks.supabase.auth", "Remove auth"],
  [hook("okta", 'to = "x"'), "apps.shop.hooks.okta.to", "Remove to"],
  [hook("logto", 'preset = "logtoo"'), "apps.shop.hooks.logto.preset", '"logtoo"', "authsignal"],
  [own('auth = "digest"'), "apps.shop.hooks.own.auth", '"bearer", "basic"'],
  [own("auth = { hmac = {} }"), "apps.shop.hooks.own.auth", "x-signature"],
  [own('locale = ".."'), "apps.shop.hooks.own.locale", "payload.code"],
  [own('body = "xml"'), "apps.shop.hooks.own.body", "json", "form"],
  [own("success = 404"), "apps.shop.hooks.own.success", "200 to 299"],
  [own("expires_in = 10"), "apps.shop.hooks.own.expires_in", "30 to 3600"],
  [own("deadline_ms = 100"), "apps.shop.hooks.own.deadline_ms", "500 to 60000"],
  [own("retries = 3"), "apps.shop.hooks.own.retries", "no such setting"],
  [own('code_pattern = "([0-9]+"'), "apps.shop.hooks.own.code_pattern", "RE2"],
  [own('code_pattern = "[0-9]+"'), "apps.shop.hooks.own.code_pattern", "exactly one group"],
  [hook("own", 'to = "to"\ncode = "code"', '["${NOT_SET}"]'), "NOT_SET"],
  [`[apps.shop]\nhooks = "${SECRET}"`, "apps.shop.hooks", "***"],
  [`[apps.shop.hooks]\nsupabase = "${SUPABASE}"`, "apps.shop.hooks.supabase", "***"],
];

describe("a hook with", () => {
  test.each(WRONG)("%j is reported with the problem", async (toml, ...says) => {
    const problems = await problemsOfFile(toml);
    expect(problems).toHaveLength(1);
    for (const word of says) expect(problems[0]).toContain(word);
    expect(problems[0]).not.toMatch(/k7QmZ2vXw9r|MfKQ9r8G/);
  });

  test("its secret instead of a list of it is reported, and the secret is not shown", async () => {
    const problems = await problemsOfFile(hook("logto", "", `"${SECRET}"`));
    expect(problems[0]).toContain("apps.shop.hooks.logto.secrets: *** is not valid");
    expect(problems.join()).not.toContain(SECRET);
  });

  test("right settings is shown by ramz config, without its secrets, and needs no key of the app", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", hook("supabase", 'locale = "en"', '["${HOOK_SECRET}"]'));
    const env = { RAMZ_CONFIG: "ramz.toml", HOOK_SECRET: SUPABASE };
    for (const args of [["config"], ["config", "--json"]]) {
      const { code, out, err } = await runRamz(args, env, folder);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("supabase");
      expect(out).toContain("***");
      expect(out).toMatch(/deadline_ms"?(:| =) 4000/);
      expect(out + err).not.toContain("MfKQ9r8G");
    }
  }, 30_000);
});

describe("locale and channel", () => {
  test.each([
    ["fa", "call", { locale: "fa", channel: "call", fields: {} }],
    [
      "user.lang",
      "via",
      { locale: null, channel: null, fields: { locale: ["user", "lang"], channel: ["via"] } },
    ],
  ])("%j and %j are the value itself, or where it is", (locale, channel, expected) => {
    using folder = tempFolder();
    folder.write("ramz.toml", hook("logto", `locale = "${locale}"\nchannel = "${channel}"`));
    const { config, problems } = loadConfig({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
    expect(problems).toEqual([]);
    expect(config.apps[0]?.hooks).toMatchObject([
      { name: "logto", preset: "logto", deadlineMs: 4_000, ...expected },
    ]);
    expect(JSON.stringify(config)).not.toContain(SECRET);
  });
});

test.each([
  ["okta", "", 2_500],
  ["own-name", 'preset = "okta"', 2_500],
  ["okta", "deadline_ms = 4000", 4_000],
  ["logto", "", 4_000],
])("the hook %s with %j is answered before its log-in server gives up", (name, more, deadlineMs) => {
  using folder = tempFolder();
  folder.write("ramz.toml", hook(name, more));
  const { config, problems } = loadConfig({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
  expect(problems).toEqual([]);
  expect(config.apps[0]?.hooks).toMatchObject([{ name, deadlineMs }]);
});
