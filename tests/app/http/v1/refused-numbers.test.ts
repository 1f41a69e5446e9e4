/** Which numbers may not be sent to, and why, in the words of both surfaces. */
import { describe, expect, test } from "bun:test";
import { problemIn, wordOf } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";

const INVALID = "422 recipient_invalid";
const NOT_ALLOWED = "403 recipient_not_allowed";

const REFUSED: readonly (readonly [why: string, to: string, word: string])[] = [
  ["nothing", "", INVALID],
  ["nothing that can be seen", "\u200E\u200C \u00A0", INVALID],
  ["letters", "hello", INVALID],
  ["letters among digits", "0912abc4567", INVALID],
  ["a letter O for a zero", "O9121234567", INVALID],
  ["too few digits", "0912123456", INVALID],
  ["too many digits", "091212345678", INVALID],
  ["far too many digits", "9".repeat(100), INVALID],
  ["Devanagari digits", "०९१२१२३४५६७", INVALID],
  ["one Bengali digit", "0912123456৭", INVALID],
  ["circled digits", "⓪⑨①②①②③④⑤⑥⑦", INVALID],
  ["superscript digits", "⁰⁹¹²¹²³⁴⁵⁶⁷", INVALID],
  ["two plus signs", "++989121234567", INVALID],
  ["a plus sign at the end", "989121234567+", INVALID],
  ["an extension", "09121234567;ext=5", INVALID],
  ["an extension with x", "09121234567 x5", INVALID],
  ["two numbers", "09121234567,09121234568", INVALID],
  ["a tel: URI with an extension", "tel:+989121234567;ext=12", INVALID],
  ["a NUL in it", "0912\u00001234567", INVALID],
  ["a country code of nobody", "+999121234567", INVALID],
  ["a short code", "110", INVALID],
  ["a landline of Tehran", "02112345678", NOT_ALLOWED],
  ["a landline written internationally", "+98 21 1234 5678", NOT_ALLOWED],
  ["a mobile number of Germany", "+4915123456789", NOT_ALLOWED],
  ["a number of the United States", "+12025550123", NOT_ALLOWED],
];

describe("a number with", () => {
  const ramz = sharedServing();

  test.each(REFUSED)("%s is refused on both surfaces, and nothing is kept of it", async (_, to, word) => {
    const before = ramz.folder.storeHash();
    const reply = await ramz.api.post("/v1/verifications", { to });
    expect(wordOf(reply)).toBe(word);
    expect(problemIn(reply).detail.length).toBeGreaterThan(20);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code: "123456" }))).toBe(word);
    for (const path of ["/api/v1/usr/otp", "/api/v1/usr/otp/verify"]) {
      const code = path.endsWith("verify") ? { code: "123456" } : {};
      const predecessor = await ramz.api.post(path, { phone_number: to, ...code });
      expect(predecessor.status).toBe(400);
      expect(predecessor.body).toEqual({ phone_number: [expect.any(String)] });
    }
    expect(ramz.folder.storeHash()).toBe(before);
  });

  test("101 characters is refused before it is looked at", async () => {
    const reply = await ramz.api.post("/v1/verifications", { to: "9".repeat(101) });
    expect(wordOf(reply)).toBe("400 invalid_request");
    expect(problemIn(reply).errors).toEqual([{ field: "to", detail: "must have at most 100 characters" }]);
  });
});

describe("with OTP_COUNTRIES=IR,DE", () => {
  const ramz = sharedServing({ OTP_COUNTRIES: "IR,DE" });
  const send = async (to: string) => wordOf(await ramz.api.post("/v1/verifications", { to }));

  test("both countries are served, and no third one", async () => {
    expect(await send("+49 1512 3456789")).toBe("201");
    expect(await send("0912 765 4321")).toBe("201");
    expect(await send("0049 1512 3456789")).toBe("429 cooldown");
    expect(await send("+12025550123")).toBe(NOT_ALLOWED);
    expect(await send("+49 30 123456")).toBe(NOT_ALLOWED);
  });
});

describe("with Germany as home", () => {
  const ramz = sharedServing({ OTP_COUNTRIES: "DE", OTP_LANDLINES: "true" });
  const send = async (to: string) => wordOf(await ramz.api.post("/v1/verifications", { to }));

  test("numbers written nationally are German, landlines included, and Iran is abroad", async () => {
    expect(await send("01512 3456789")).toBe("201");
    expect(await send("030 123456")).toBe("201");
    expect(await send("+989121234567")).toBe(NOT_ALLOWED);
  });
});
