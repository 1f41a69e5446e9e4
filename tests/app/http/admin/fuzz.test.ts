/** Requests to the console made by chance, by an operator and by strangers: never a failure, and nothing is kept of a stranger's. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Console, openConsole, type Operator, postForm, signedIn } from "./operator.ts";

let ramz: Console;
let sara: Operator;
beforeAll(async () => {
  ramz = await openConsole();
  sara = await signedIn(ramz.api);
});
afterAll(() => ramz[Symbol.asyncDispose]());

/** Text as a header can carry it. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 80,
});
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.constantFrom("%", "../..", "ver_", "<script>", "۰۹۱۲", "__proto__", "x".repeat(5_000)),
);
const section = fc.constantFrom(
  "find",
  "find/number",
  "acts",
  "sign-in",
  "sign-out",
  "nothing",
  "find/ver_x",
);

test("any address, field and cookie is answered, and never runs as script", async () => {
  await fc.assert(
    fc.asyncProperty(section, text, headerText, async (path, typed, cookie) => {
      const query = new URLSearchParams({ of: typed, before: typed, next: typed, lang: typed, q: typed });
      const replies = [
        await sara.get(`/admin/${path}?${query}`),
        await sara.get(`/admin/find/${encodeURIComponent(typed)}`),
        await sara.post(`/admin/${path === "sign-out" ? "find" : path}`, {
          q: typed,
          reason: typed,
          of: typed,
        }),
        await ramz.api.get(`/admin/${path}`, { cookie: `ramz-admin=${cookie}; ${cookie}=${cookie}` }),
      ];
      for (const reply of replies) {
        expect([path, typed, cookie, reply.status < 500]).toEqual([path, typed, cookie, true]);
        expect(reply.text).not.toContain("<script>");
      }
    }),
    { numRuns: 60, seed: 20_261_128 },
  );
});

async function entries(): Promise<string | undefined> {
  return (await sara.get("/admin/acts")).text.match(/The chain holds: (\d+)/)?.[1];
}

test("a stranger's requests leave nothing in the trail", async () => {
  const before = await entries();
  await fc.assert(
    fc.asyncProperty(section, text, async (path, typed) => {
      if (path === "sign-in") return;
      await postForm(ramz.api, `/admin/${path}`, { token: typed, q: typed, reason: typed });
    }),
    { numRuns: 30, seed: 1 },
  );
  expect(await entries()).toBe(before);
});
