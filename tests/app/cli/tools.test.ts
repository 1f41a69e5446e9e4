/** `ramz kavenegar …`: the tools of the account. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { receiptWords } from "../../../adapters/system/receipt-words.ts";
import { type Ran, tempFolder } from "../../support/process.ts";
import { KEY, parsed, run, vendorWith } from "./support.ts";

const Rows = Type.Array(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
);

const rowsOf = (ran: Ran) => parsed(Rows, ran);

test("account shows credit, expiry and settings, though the chain does not contain the vendor", async () => {
  await using here = await vendorWith({ creditRial: 123_450, expiresAt: Date.UTC(2030, 0, 2) });
  const env = { ...here.env, RAMZ_PROVIDERS: "console", KAVENEGAR_SENDER: "" };
  const ran = await run(["kavenegar", "account", "--json"], env);
  expect(rowsOf(ran)).toEqual([
    {
      credit_rial: 123_450,
      credit_toman: 12_345,
      expires: "2030-01-02",
      type: "master",
      api_logs: "justfaults",
      debug_mode: "disabled",
      default_sender: "10008663",
      min_credit_alarm_rial: 50_000,
    },
  ]);
  expect(ran.code).toBe(0);
  expect((await run(["kavenegar", "account"], env)).out).toMatch(/credit_toman +12345/);
});

test("account shows the credit even if the settings need a registered address", async () => {
  await using here = await vendorWith();
  here.simulator.behave("account/config", { kind: "refuse", code: 407 });
  const [row] = rowsOf(await run(["kavenegar", "account", "--json"], here.env));
  expect(row).toMatchObject({ credit_rial: 1_000_000, settings: expect.stringContaining("(407)") });
});

test("templates lists each template with its approval and its placeholder for the code", async () => {
  await using here = await vendorWith({
    templates: [
      { name: "verify", text: "%token% یک", state: "Approved" },
      { name: "plain", text: "no place", state: "Rejected" },
    ],
  });
  const ran = await run(["kavenegar", "templates"], here.env);
  expect(ran.out).toMatch(/^name +approval +has_token/);
  expect(ran.out).toMatch(/^verify +Approved +true/m);
  expect(ran.out).toMatch(/^plain +Rejected +false/m);
  expect(ran.code).toBe(0);
});

test.each([
  ["a wrong key", ["account"], { KAVENEGAR_API_KEY: "wrong" }, /key is wrong.*\(403\)/],
  [
    "no key at all",
    ["templates"],
    { KAVENEGAR_API_KEY: "" },
    /^kavenegar cannot be used, one problem:\n.*"apiKey" is missing\. Set KAVENEGAR_API_KEY/,
  ],
  [
    "a tool it does not have",
    ["horoscope"],
    {},
    /kavenegar has no tool "horoscope"\. Its tools: account, templates, receipts\./,
  ],
])("%s ends with 1", async (_, args, env, says) => {
  await using here = await vendorWith();
  const ran = await run(["kavenegar", ...args], { ...here.env, ...env });
  expect(ran.err).toMatch(says);
  expect(ran.code).toBe(1);
});

test.each([{}, { KAVENEGAR_API_KEY: KEY }])(
  "without the name of a tool it lists its tools, with or without a key: %j",
  async (env) => {
    const ran = await run(["kavenegar"], env);
    expect(ran.out).toContain("ramz kavenegar account");
    expect(ran.out).toContain("ramz kavenegar templates");
    expect([ran.code, ran.err]).toEqual([0, ""]);
  },
);

test("receipts shows the address of each provider in each chain, only with the server's secret", async () => {
  await using here = await vendorWith();
  using folder = tempFolder();
  folder.write("ramz.toml", '[apps.shop]\nproviders = ["kavenegar/sms"]\n[apps.blog]\n');
  const secret = "a-secret-of-thirty-two-characters-or-more";
  const env = {
    ...here.env,
    RAMZ_CONFIG: "ramz.toml",
    RAMZ_PROVIDERS: "kavenegar/verify,kavenegar/sms",
    RAMZ_RECEIPTS: "true",
    RAMZ_PUBLIC_URL: "https://otp.example.com",
  };
  const blind = await run(["kavenegar", "receipts"], { ...env, RAMZ_SECRET: "" }, folder);
  expect([blind.code, blind.err]).toEqual([1, expect.stringContaining("RAMZ_SECRET, which is not set")]);

  const rows = rowsOf(
    await run(["kavenegar", "receipts", "--json"], { ...env, RAMZ_SECRET: secret }, folder),
  );
  const address = (label: string, slug: string) =>
    `https://otp.example.com/v1/receipts/${slug}/${receiptWords([secret], label)[0]}`;
  expect(Object.fromEntries(rows.map((row) => [row["provider"], row["address"]]))).toEqual({
    "kavenegar/sms": address("kavenegar/sms", "kavenegar-sms"),
    "kavenegar/verify": address("kavenegar/verify", "kavenegar-verify"),
    "shop:kavenegar/sms": address("shop:kavenegar/sms", "shop-kavenegar-sms"),
  });
});
