/** What is wrong with a recipe stops the start with a sentence that names its line. */
import { describe, expect, test } from "bun:test";
import { readRecipe } from "../../../../adapters/providers/http/_recipe/read-recipe.ts";
import { providerOf, RECIPE } from "./support.ts";

const CALLBACK = `[receipt]
states = { delivered = ["d"], undelivered = ["u"] }
[receipt.callback]
set = "panel"
format = ["form"]
id = "id"
state = "state"
proof =`;
const signed = (over: string) =>
  `{ kind = "hmac", hash = "sha256", encoding = "hex", header = "x-sign", key = "{api_key}", over = "${over}" }`;

const lines = RECIPE.split("\n");
const lineWith = (text: string) => lines.findIndex((line) => line.includes(text)) + 1;

function problemsOf(toml: string): readonly string[] {
  const read = readRecipe(toml);
  return read.kind === "problems" ? read.problems : [];
}

test("a recipe in the right form has no problem", () => {
  expect(problemsOf(RECIPE)).toEqual([]);
  expect(problemsOf(RECIPE.replace("[faults]", `${CALLBACK} ${signed("{body}")}\n[faults]`))).toEqual([]);
});

describe("a problem names its line", () => {
  const rows: readonly (readonly [title: string, from: string, to: string, says: string])[] = [
    ["what is not TOML", 'title = "Test vendor"', 'title = "Test', "this is not TOML"],
    ["an unknown key", 'method = "POST"', 'method = "POST"\nmood = "good"', '"send.mood" is unknown'],
    ["an unknown table", "[accept]", "[wishes]\na = 1\n[accept]", '"wishes" is unknown'],
    ["an unknown kind of auth", 'kind = "header"', 'kind = "magic"', '"send.auth" does not fit'],
    ["an auth without its value", ', value = "{api_key}"', "", '"send.auth.value" is missing'],
    ["a method that is none", '"POST"', '"SEND"', '"send.method" does not fit: Write one of "GET"'],
    ["a class that is none", '"account key_invalid"', '"sad key_invalid"', '"faults.codes.10" does not fit'],
    ["a placeholder that is none", "{number.local}", "{number.lokal}", "{number.lokal} is not a placeholder"],
    ["a code as a number", '"{code}"', '"{code:int}"', "would lose the zeros"],
    ["a type in a text", "{number.e164}", "to {seconds:int}", "only a JSON text that is this placeholder"],
    ["a stray brace", "{number.e164}", "{number.e164", "a brace that belongs to no placeholder"],
    ["an account that is no option", 'account = ["api_key"]', 'account = ["key"]', 'account names "key"'],
    ["a host from a plain option", "base_url = { https = true,", "base_url = {", "holds {base_url}"],
    ["a host from the number", '"{base_url}/send', '"https://{number.local}/send', "holds {number.local}"],
    ["an address in clear", '"{base_url}/send', '"http://vendor.example/send', "in clear"],
    [
      "a password in the address",
      '"{base_url}/send',
      '"https://a:b@vendor.example/send',
      "a user or a password",
    ],
    [
      "an option that is no table",
      'api_key = { secret = true, about = "The key." }',
      'api_key = ""',
      "api_key = { … }",
    ],
    ["an empty default", 'about = "The key."', 'default = ""', 'the default of "api_key" is empty'],
    ["a key that is empty", 'value = "{api_key}"', 'value = ""', '"send.auth.value" is empty'],
    [
      "a proof by an empty key",
      "[faults]",
      `${CALLBACK} { kind = "twilio", key = "" }\n[faults]`,
      'proof.key" is empty',
    ],
    ["a proof of nothing", "[faults]", `${CALLBACK} ${signed("")}\n[faults]`, 'proof.over" is empty'],
    ["an id of every entry", 'id = "id"', 'id = "*.id"', '"*.id" holds * or ^'],
    ["an empty range", '10 = "account', '"5..1" = "account', 'the range "5..1" holds no number'],
    [
      "an age without a time",
      "[faults]",
      `${CALLBACK} ${signed("{body}").replace(" }", ", max_age = 300 }")}\n[faults]`,
      "max_age needs timestamp_header",
    ],
    [
      "a carrier without its operators",
      "[faults]",
      `${CALLBACK} { kind = "path" }\ncarrier = "network"\n[faults]`,
      "carrier needs carriers",
    ],
    [
      "operators without a carrier",
      "[faults]",
      `${CALLBACK} { kind = "path" }\n[receipt.carriers]\n1 = "IR-MCI"\n[faults]`,
      "carriers needs carrier in [receipt.poll] or [receipt.callback]",
    ],
    [
      "an operator without its country",
      "[faults]",
      `${CALLBACK} { kind = "path" }\ncarrier = "network"\n[receipt.carriers]\n1 = "MCI"\n[faults]`,
      '"MCI" is no operator',
    ],
    ["two bodies", "json = {", 'form = { a = "b" }\njson = {', "not both"],
  ];
  for (const [title, from, to, says] of rows)
    test(title, () => {
      expect(RECIPE).toContain(from);
      const problems = problemsOf(RECIPE.replace(from, to));
      expect(problems.join("\n")).toContain(says);
      expect(problems[0]).toMatch(/^line \d+: /);
    });

  test("and it is the right one", () => {
    const [problem] = problemsOf(RECIPE.replace('method = "POST"', 'method = "SEND"'));
    expect(problem).toStartWith(`line ${lineWith("method =")}: `);
  });
});

describe("options that cannot work", () => {
  const rows: readonly (readonly [baseUrl: string, says: string])[] = [
    ["not a url", "not a URL"],
    ["http://vendor.example", "in clear"],
    ["http://10.0.0.7", "insecure_lan"],
    ["https://user:secret@vendor.example", "a user name or a password"],
    ["ftp://127.0.0.1", "in clear"],
  ];
  for (const [base_url, says] of rows)
    test(`the address ${base_url}`, () => {
      expect(() => providerOf(RECIPE, { api_key: "k", base_url })).toThrow(says);
    });

  test.each(["a question about receipts", "feedback", "an examination"])(
    "the address of %s is held to the same rule",
    (what) => {
      const other = '[options]\nother = { https = true, about = "Another host." }';
      const table =
        what === "an examination"
          ? '[examine.credit]\nmethod = "GET"\nurl = "{other}/credit"\nvalue = "credit"'
          : what === "feedback"
            ? '[feedback.approved]\nmethod = "POST"\nurl = "{other}/approved"'
            : '[receipt.states]\ndelivered = ["1"]\nundelivered = ["2"]\n[receipt.poll]\nmethod = "GET"\nurl = "{other}/{message_id}"\nstate = "state"\nafter = [30]';
      const toml = `${RECIPE.replace("[options]", other)}\n${table}\n`;
      const open = (address: string) =>
        providerOf(toml, { api_key: "k", base_url: "https://vendor.example", other: address });
      expect(() => open("http://10.1.2.3")).toThrow("insecure_lan");
      expect(open("https://other.example")).toBeDefined();
    },
  );

  test("a private address is served where the operator allows it", () => {
    expect(
      providerOf(RECIPE, { api_key: "k", base_url: "http://10.0.0.7", insecure_lan: true }),
    ).toBeDefined();
  });

  test("codes of a length that the vendor cannot carry", () => {
    const toml = RECIPE.replace('channels = ["sms"]', 'channels = ["sms"]\ncode_digits = [3, 5]');
    expect(() => providerOf(toml, { api_key: "k", base_url: "https://vendor.example" })).toThrow(
      "It carries codes of 3 to 5 digits, and OTP_CODE_LENGTH is 6.",
    );
  });
});
