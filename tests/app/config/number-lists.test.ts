/** Lists of numbers and networks in the configuration: an entry that is not valid stops the start, and the problem names it. */
import { describe, expect, test } from "bun:test";
import { loadConfig } from "../../../app/config/load.ts";
import { DAY_MS } from "../../../domain/time.ts";
import { tempFolder } from "../../support/process.ts";
import { problemsOfFile } from "./examined.ts";

describe("test numbers", () => {
  const FIXED = '[[test_numbers]]\nnumber = "09120000001"';

  test.each([
    ["a text that is not a number", '[[test_numbers]]\nnumber = "0912"', '"0912" is not a number'],
    ["a code of another length", `${FIXED}\ncode = "1234567"`, "Codes must have 6 digits."],
    ["a number twice", `${FIXED}\n[[test_numbers]]\nnumber = "+98 912 000 0001"`, "listed twice"],
    ["an unknown behaviour", `${FIXED}\nbehavior = "odd"`, "accepted, refused"],
    [
      "a list outside of an app, with apps",
      `${FIXED}\n[apps.shop]\npublic = true`,
      "test_numbers: with apps, each app has its own list",
    ],
    [
      "a text that is not a number, in an app",
      '[apps.shop]\npublic = true\n[[apps.shop.test_numbers]]\nnumber = "x"',
      'apps.shop.test_numbers: "x" is not a number',
    ],
  ])("%s is refused", async (_, toml, says) => {
    expect((await problemsOfFile(toml)).join("\n")).toContain(says);
  });

  test("without an end is refused in production", async () => {
    const env = { RAMZ_PROVIDERS: "kavenegar/verify", KAVENEGAR_API_KEY: "6368616e6765", RAMZ_AUTH: "none" };
    const production = { ...env, NODE_ENV: "production", RAMZ_SECRET: "p".repeat(40) };
    expect(await problemsOfFile(FIXED, env)).toEqual([]);
    expect(await problemsOfFile(FIXED, production)).toEqual([
      expect.stringContaining('test_numbers: "09120000001" has no end'),
    ]);
  });
});

const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** An exemption that ends so many days from now. */
const entry = (target: string, days: number, reason = "the call centre") =>
  `[[exempt]]\n${target}\nuntil = ${day(days)}\nreason = "${reason}"\n`;

describe("exemptions", () => {
  test.each([
    ["an end that is too far", entry('number = "09121234567"', 91), "more than 90 days ahead"],
    ["a text that is not a number", entry('number = "0912"', 9), '"0912" is not a number'],
    [
      "a number twice",
      entry('number = "09121234567"', 9) + entry('number = "+989121234567"', 9),
      "listed twice",
    ],
    ["a text that is not a network", entry('network = "10.0.0"', 9), '"10.0.0" is not a network'],
    ["the whole internet", entry('network = "0.0.0.0/0"', 9), "Write /16 or longer"],
    ["most of IPv6", entry('network = "2000::/3"', 9), "Write /32 or longer"],
    ["both", entry('number = "09121234567"\nnetwork = "10.0.0.0/24"', 9), "either a number or a network"],
    ["neither", entry("", 9), '"the call centre" needs either'],
    ["no reason", entry('number = "09121234567"', 9, ""), "exempt.0.reason"],
    ["no end", '[[exempt]]\nnumber = "09121234567"\nreason = "x"', "exempt.0.until"],
    [
      "an end that is not a date",
      '[[exempt]]\nnumber = "09121234567"\nreason = "x"\nuntil = "soon"',
      "exempt.0.until",
    ],
  ])("%s is refused", async (_, toml, says) => {
    expect((await problemsOfFile(toml)).join("\n")).toContain(says);
  });

  test("of 89 days are valid, and so is an end in the past, with a warning", async () => {
    expect(await problemsOfFile(entry('number = "09121234567"', 89))).toEqual([]);
    const ended = entry('number = "09121234567"', -1);
    expect(await problemsOfFile(ended)).toEqual([]);
    using folder = tempFolder();
    folder.write("ramz.toml", ended);
    const { warnings } = loadConfig({ RAMZ_CONFIG: `${folder.path}/ramz.toml` });
    expect(warnings).toEqual([expect.stringContaining('"09121234567" ended on')]);
  });
});
