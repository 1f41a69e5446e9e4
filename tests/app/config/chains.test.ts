/** Chains that are wrong stop the start, each with a sentence that names the chain. */
import { describe, expect, test } from "bun:test";
import { problemsOfFile } from "./examined.ts";

const CONSOLE = 'providers = ["console"]';

const WRONG: readonly (readonly [toml: string, says: string])[] = [
  [
    `[[chains]]\nprefix = "+49"\n${CONSOLE}`,
    'chains: the chain for prefix "+49" can never be picked: no number of IR begins like this. Correct the prefix, or add the country to OTP_COUNTRIES.',
  ],
  [
    '[[chains]]\nchannel = "call"\nproviders = ["kavenegar/sms"]',
    'chains: the chain for channel "call" can never be picked: none of its providers has the channel "call". Change its channel or its providers.',
  ],
  [
    `[[chains]]\npurpose = "pay"\n${CONSOLE}\n[[chains]]\nprefix = "+98"\n${CONSOLE}`,
    'chains: the chain for purpose "pay" can never be picked: the chain for prefix "+98" is picked for all its sends. Remove it, or give it narrower conditions.',
  ],
  [
    `[[chains]]\npurpose = "pay"\n${CONSOLE}\n[[chains]]\npurpose = "pay"\n${CONSOLE}`,
    'chains: the chain for purpose "pay" can never be picked: there is another one with the same conditions. Remove one of them.',
  ],
  [
    '[[chains]]\npurpose = "pay"\nproviders = ["nonesuch"]',
    'provider "nonesuch": there is no such provider.',
  ],
  [
    '[[chains]]\npurpose = "pay"\nproviders = ["console", "console"]',
    'chains: the chain for purpose "pay" lists "console" twice. List each provider once.',
  ],
  [
    `[[chains]]\n${CONSOLE}`,
    "chains: the chain of console has no prefix, purpose or channel, so it is for every send. Write these providers as providers instead.",
  ],
  [
    `[[chains]]\nprefix = "98"\n${CONSOLE}`,
    'chains.0.prefix: "98" is not valid. Write + and digits, e.g. "+98". Numbers that begin like this.',
  ],
  [`[[chains]]\ncountry = "IR"\n${CONSOLE}`, "chains.0.country: there is no such setting."],
  ['[[chains]]\npurpose = "pay"', "chains.0.providers: it is missing."],
  [
    `[apps.shop]\npublic = true\n[[apps.shop.chains]]\nprefix = "+49"\n${CONSOLE}`,
    'apps.shop: chains: the chain for prefix "+49" can never be picked',
  ],
  [
    `[apps.shop]\npublic = true\n[[apps.shop.chains]]\nprefix = "+98"\nproviders = ["nonesuch"]`,
    'apps.shop: provider "nonesuch": there is no such provider.',
  ],
];

describe("a chain that is wrong", () => {
  test.each(WRONG)("%j is reported", async (toml, says) => {
    const problems = await problemsOfFile(toml, SMS_OPTIONS);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toStartWith(says);
  });
});

/** Of a provider that has no other channel. */
const SMS_OPTIONS = { KAVENEGAR_API_KEY: "6b6579", RAMZ_PROVIDERS: "console" };

test("a country of one app that shares the chain is enough", async () => {
  const toml = `[[chains]]\nprefix = "+49"\n${CONSOLE}\n[apps.shop]\npublic = true\n[apps.bank]\ncountries = ["IR", "DE"]`;
  expect(await problemsOfFile(toml)).toEqual([]);
});
