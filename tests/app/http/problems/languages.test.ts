/** What people type and read: digits of several scripts, invisible marks, Persian replies (anchors V16). */
import { describe, expect, test } from "bun:test";
import { field, freshNumber, problemIn, verificationIn, wordOf } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";

const ramz = sharedServing();
const FA = { "accept-language": "fa" };
const PERSIAN = /[\u0600-\u06FF]/;

async function started() {
  const to = freshNumber();
  const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
  return { to, code: await ramz.api.codeFor(to), path: `/v1/verifications/${id}` };
}

const inScript = (zero: number) => (code: string) =>
  code.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const between = (mark: string) => (code: string) => code.split("").join(mark);

const TYPINGS: readonly (readonly [string, (code: string) => string])[] = [
  ["in Persian digits", inScript(0x06f0)],
  ["in Arabic-Indic digits", inScript(0x0660)],
  ["in full-width digits", inScript(0xff10)],
  ["half in Persian, half in ASCII", (code) => inScript(0x06f0)(code.slice(0, 3)) + code.slice(3)],
  ["with ZWNJ between", between("\u200C")],
  ["with bidi marks between", between("\u200F")],
  ["inside a right-to-left isolate", (code) => `\u2067${code}\u2069`],
  ["inside an embedding", (code) => `\u202B${code}\u202C`],
  ["with spaces and a line end", (code) => ` ${code.slice(0, 3)} ${code.slice(3)}\n`],
  ["with a no-break space and a dash", (code) => `\u00A0${code.slice(0, 3)}-${code.slice(3)}`],
];

describe("a right code", () => {
  test.each(TYPINGS)("typed %s is approved by id and by number, on both surfaces", async (_, typed) => {
    const byId = await started();
    const reply = await ramz.api.post(`${byId.path}/checks`, { code: typed(byId.code) });
    expect(wordOf(reply)).toBe("200");
    const byNumber = await started();
    const body = { to: byNumber.to, code: typed(byNumber.code) };
    expect(wordOf(await ramz.api.post("/v1/checks", body))).toBe("200");
    const { to, code } = await started();
    const predecessor = { phone_number: to, code: typed(code) };
    expect((await ramz.api.post("/api/v1/usr/otp/verify", predecessor)).status).toBe(200);
  });

  test.each([
    ["Devanagari", 0x0966],
    ["Bengali", 0x09e6],
    ["mathematical bold", 0x1d7ce],
  ])("in %s digits is not compared at all", async (_, zero) => {
    const { code, path } = await started();
    const reply = await ramz.api.post(`${path}/checks`, { code: inScript(zero)(code) });
    expect(wordOf(reply)).toBe("400 invalid_request");
    expect(verificationIn(await ramz.api.get(path)).checks_left).toBe(5);
  });
});

describe("a reply", () => {
  test("is Persian for whoever prefers it, in problems, hints of fields and on the predecessor's surface", async () => {
    const { path, to } = await started();
    const replies = [
      await ramz.api.post("/v1/verifications", { to }, FA),
      await ramz.api.post("/v1/verifications", { to: "1" }, FA),
      await ramz.api.post("/v1/verifications", { to: "+12025550123" }, FA),
      await ramz.api.post("/v1/verifications", { to: "02112345678" }, FA),
      await ramz.api.get(`${path}0`, FA),
      await ramz.api.request("/v1/checks", { method: "PUT", headers: FA }),
    ];
    for (const reply of replies) {
      expect(reply.headers.get("content-language")).toBe("fa");
      expect(problemIn(reply).title).toMatch(PERSIAN);
      expect(problemIn(reply).detail).toMatch(PERSIAN);
    }
    const { errors = [] } = problemIn(await ramz.api.post("/v1/verifications", { to: 1, x: 1 }, FA));
    expect(errors.map((error) => error.field).sort()).toEqual(["to", "x"]);
    for (const { detail } of errors) expect(detail).toMatch(PERSIAN);
    const predecessor = await ramz.api.post("/api/v1/usr/otp", { phone_number: to }, FA);
    expect(field(predecessor.body, "detail")).toMatch(PERSIAN);
  });

  test.each(["fa-IR,fa;q=0.9,en;q=0.8", "de, fa", "en;q=0.2, fa;q=0.3", "FA"])(
    "is Persian for Accept-Language: %s",
    async (language) => {
      const reply = await ramz.api.get("/nowhere", { "accept-language": language });
      expect(reply.headers.get("content-language")).toBe("fa");
    },
  );

  test.each(["en", "de", "fa;q=0", "en, fa", "", "*", "farsi"])(
    "is English for Accept-Language: %p",
    async (language) => {
      const reply = await ramz.api.get("/nowhere", { "accept-language": language });
      expect(reply.headers.get("content-language")).toBe("en");
      expect(problemIn(reply).detail).not.toMatch(PERSIAN);
    },
  );
});
