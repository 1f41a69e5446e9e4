/** The recipe that `ramz provider new` writes: it loads, puts key and fields where they belong, and reads its own examples. */
import { describe, expect, test } from "bun:test";
import { readRecipe } from "../../../../adapters/providers/http/_recipe/read-recipe.ts";
import { QUESTIONS, skeletonOf } from "../../../../adapters/providers/http/_recipe/skeleton.ts";

const EXAMPLES = QUESTIONS.map(([, example]) => example);
const TITLE = 0;
const REQUEST = 1;
const KEY = 2;
const PLACE = 3;
const FIELDS = 4;
const ACCEPTED = 5;

/** The answers of the examples, but these. */
const answersWith = (changes: Readonly<Record<number, string>>) =>
  EXAMPLES.map((example, index) => changes[index] ?? example);

function recipeOf(changes: Readonly<Record<number, string>>) {
  const made = skeletonOf(answersWith(changes));
  if (made.kind === "problems") throw new Error(made.problems.join("\n"));
  const read = readRecipe(made.toml);
  if (read.kind === "problems") throw new Error(read.problems.join("\n"));
  return { ...read.recipe, fileName: made.fileName };
}

describe("a recipe from six answers", () => {
  test("is made from the examples of the questions", () => {
    expect(recipeOf({})).toMatchObject({
      fileName: "acme-sms.toml",
      title: "Acme SMS",
      trust: "unverified",
      send: {
        method: "POST",
        url: "https://api.acme.example/v1/messages",
        auth: { kind: "header", name: "X-API-KEY", value: "{api_key}" },
        json: { to: "{number.e164}", text: "{text}" },
      },
      accept: { http: [201], id: "id" },
    });
    expect(recipeOf({}).example?.map((one): string => one.class)).toEqual([
      "accepted",
      "account",
      "message",
      "unknown",
    ]);
  });

  test.each([
    ["bearer", { auth: { kind: "bearer", token: "{api_key}" } }],
    ["basic", { auth: { kind: "basic", user: "{user}", password: "{password}" } }],
    ["query key", { auth: { kind: "query" }, query: { key: "{api_key}" } }],
    ["body key", { auth: { kind: "body" }, json: { key: "{api_key}" } }],
  ])("has the key at: %s", (answer, send) => {
    expect(recipeOf({ [KEY]: answer }).send).toMatchObject(send);
  });

  test("has fields in a form, in the query, or within one another", () => {
    expect(recipeOf({ [PLACE]: "form" }).send).toMatchObject({ form: { to: "{number.e164}" } });
    const inQuery = recipeOf({ [PLACE]: "query", [REQUEST]: "GET https://api.acme.example/send" });
    expect(inQuery.send).toMatchObject({ method: "GET", query: { to: "{number.e164}", text: "{text}" } });
    const fields = "a.b.to={number.local}, a.text=Hello, this is {code}, a.b.from=ACME";
    expect(recipeOf({ [FIELDS]: fields }).send.json).toEqual({
      a: { b: { to: "{number.local}", from: "ACME" }, text: "Hello, this is {code}" },
    });
  });

  test("may have the number in the address", () => {
    const request = "POST https://api.acme.example/to/{number.digits}";
    expect(recipeOf({ [REQUEST]: request, [FIELDS]: "text={text}" }).send.url).toEndWith("{number.digits}");
  });

  test.each([
    ['200 {"data": {"valid": true, "items": [{"messageId": 7}]}}', { id: "data.items.0.messageId" }],
    ['200 {"valid": true}', { when: { valid: ["true"] } }],
  ])("knows an accepted answer again: %s", (answer, accept) => {
    expect(recipeOf({ [ACCEPTED]: answer }).accept).toEqual({ http: [200], ...accept });
  });
});

test.each([
  [TITLE, "پیامک", "The vendor's name has no Latin letter or digit"],
  [REQUEST, "https://api.acme.example", "is no request. Write one like POST https"],
  [REQUEST, "POST http://api.acme.example/send", "would send key and code in clear"],
  [REQUEST, "POST https://{api_key}.example/send", "Only an option with https = true may stand in a host"],
  [KEY, "header", "is no place of a key. Write bearer, basic, or e.g. header X-API-KEY"],
  [PLACE, "xml", "Write json, form or query"],
  [FIELDS, "to={number.e164}", "No field holds {code} or {text}"],
  [FIELDS, "text={text}", "No field holds the number"],
  [FIELDS, "to={number.e165}, text={text}", "{number.e165} is not a placeholder"],
  [ACCEPTED, "201 OK", "is no status with a JSON body"],
  [ACCEPTED, "201 {}", "is no status with a JSON body"],
  [ACCEPTED, '500 {"error": "fault"}', "cannot be distinguished from a refused one"],
])("an answer to question %i that does not fit is named: %s", (index, answer, says) => {
  const made = skeletonOf(answersWith({ [index]: answer }));
  expect(made).toMatchObject({ kind: "problems", problems: [expect.stringContaining(says)] });
});

test("nothing is read as six empty answers", () => {
  const made = skeletonOf([]);
  expect(made.kind === "problems" ? made.problems.length : 0).toBe(7);
});
