/** Bodies that are wrong in every way known: each is refused in the words of its surface, and nothing changes (anchors V17). */
import { beforeAll, describe, expect, test } from "bun:test";
import { JSON_TYPE, problemIn } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { expectRefused, expectUntouched, postRaw, ROUTES, type Target, targets } from "./hostile.ts";

type Body = string | Uint8Array<ArrayBuffer>;
const text = new TextEncoder();
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...text.encode(part)] : part)));

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const withField = (good: Target["good"], name: string, json: string) =>
  `{${[...Object.entries(good).filter(([key]) => key !== name), [name, ""]]
    .map(([key, value]) => `${JSON.stringify(key)}:${key === name ? json : JSON.stringify(value)}`)
    .join(",")}}`;

/** Wrong whatever the route. */
const ANYWHERE: readonly (readonly [string, Body])[] = [
  ["nothing", ""],
  ["white space", " \n\t"],
  ["half an object", "{"],
  ["a trailing comma", '{"to":"09121234567",}'],
  ["single quotes", "{'to':'09121234567'}"],
  ["a comment", '{/**/"to":"09121234567"}'],
  ["two values", "{}{}"],
  ["NaN", "NaN"],
  ["null", "null"],
  ["true", "true"],
  ["a number", "1"],
  ["a huge number", `1${"0".repeat(400)}`],
  ["a string", '"09121234567"'],
  ["an empty list", "[]"],
  ["a list of objects", '[{"to":"09121234567","phone_number":"09121234567","code":"123456"}]'],
  ["an empty object", "{}"],
  ["a form", "to=09121234567&phone_number=09121234567&code=123456"],
  ["lists 4000 deep", nested(4_000, "[", "]")],
  ["objects 2000 deep", `${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`],
  ["lists without end", "[".repeat(16_000)],
  ["bytes that are no UTF-8", bytes([0xff, 0xfe, 0x80])],
  ["a NUL byte", bytes('{"to":"', [0], '"}')],
  ["only NUL bytes", new Uint8Array(100)],
  ["UTF-16", bytes([0xff, 0xfe], [0x7b, 0, 0x7d, 0])],
];

/** Wrong values of one field, as JSON text. */
const VALUES: readonly (readonly [string, string])[] = [
  ["null", "null"],
  ["a number", "989121234567"],
  ["a number with a leading zero lost", "12345"],
  ["true", "true"],
  ["a list of one right value", '["09121234567"]'],
  ["an operator object", '{"$ne":1}'],
  ["a regex object", '{"$regex":".*"}'],
  ["an object with toString", '{"toString":"09121234567"}'],
  ["lists 1000 deep", nested(1_000, "[", "]")],
  ["an empty string", '""'],
  ["a NUL character", '"0912\\u0000"'],
  ["a lone surrogate", '"\\ud800"'],
  ["a string of 10000 characters", JSON.stringify("1".repeat(10_000))],
  ["10000 invisible marks", JSON.stringify("\u200F".repeat(5_000))],
  ["a script", '"<script>alert(1)</script>"'],
  ["a template", '"{{code}}{code}${code}"'],
];

describe.each([...ROUTES.entries()])("route %i, %s", (index) => {
  const ramz = sharedServing();
  let target: Target = { path: "", good: {}, predecessor: false };
  beforeAll(async () => {
    target = (await targets(ramz.api))[index] ?? target;
  });

  const refuses = async (body: Body) =>
    await expectUntouched(ramz.folder, async () =>
      expectRefused(await postRaw(ramz.api, target.path, body), target.path),
    );

  test.each(ANYWHERE)("refuses %s", async (_, body) => {
    await refuses(body);
  });

  test.each(VALUES)("refuses %s for each of its fields", async (_, json) => {
    for (const name of Object.keys(target.good)) await refuses(withField(target.good, name, json));
  });

  test("refuses a missing field, and names it", async () => {
    for (const name of Object.keys(target.good)) {
      const { [name]: _, ...rest } = target.good;
      const reply = await postRaw(ramz.api, target.path, JSON.stringify(rest));
      expectRefused(reply, target.path);
      if (target.predecessor) expect(reply.body).toHaveProperty(name);
      else expect(problemIn(reply).errors).toEqual([{ field: name, detail: "is required" }]);
    }
  });

  test.each(["x", "__proto__", "constructor", "toString", "", "to\u0000", "TO", " to"])(
    "refuses the unknown field %p beside right ones, and names it",
    async (name) => {
      await expectUntouched(ramz.folder, async () => {
        const { good, path } = target;
        const body = `{${JSON.stringify(good).slice(1, -1)},${JSON.stringify(name)}:{"a":1}}`;
        const reply = await postRaw(ramz.api, path, body);
        expectRefused(reply, path);
        expect(reply.status).toBe(400);
        if (target.predecessor) expect(Object.keys(Object(reply.body))).toEqual([name || "detail"]);
        else expect(problemIn(reply).errors?.map(({ field }) => field)).toEqual([name]);
      });
    },
  );

  test("takes the last of two equal keys, so a right one first does not smuggle a wrong one", async () => {
    for (const name of Object.keys(target.good)) {
      const twice = `{${JSON.stringify(target.good).slice(1, -1)},${JSON.stringify(name)}:{"$ne":1}}`;
      await refuses(twice);
    }
  });

  test("refuses right JSON with an invalid byte inside a string", async () => {
    for (const name of Object.keys(target.good)) {
      const [before = "", after = ""] = withField(target.good, name, '"\u0001"').split("\u0001");
      await refuses(bytes(before, [0xc3, 0x28], after));
    }
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "x",
    "application/jsonp",
  ])("answers 415 to content type %s", async (type) => {
    const body = JSON.stringify(target.good);
    await expectUntouched(ramz.folder, async () => {
      const reply = await postRaw(ramz.api, target.path, body, { "content-type": type });
      expectRefused(reply, target.path);
      expect(reply.status).toBe(415);
    });
  });

  test("answers 413 to a megabyte, with its length declared and chunked", async () => {
    const big = JSON.stringify({ ...target.good, x: "x".repeat(1_000_000) });
    const chunks = () => new Blob([big]).stream();
    for (const body of [big, chunks()]) {
      await expectUntouched(ramz.folder, async () => {
        const reply = await postRaw(ramz.api, target.path, body, JSON_TYPE);
        expectRefused(reply, target.path);
        expect(reply.status).toBe(413);
      });
    }
  });
});
