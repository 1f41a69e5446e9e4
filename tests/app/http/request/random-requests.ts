/** Requests drawn by chance: bodies, headers, paths. */
import * as fc from "fast-check";

const NAMES = [
  "to",
  "code",
  "phone_number",
  "purpose",
  "channel",
  "locale",
  "metadata",
  "client_ip",
  "affiliate",
  "proof",
  "limits",
  "known_session",
  "expires_in",
  "used",
];
const anyText = fc.string({ unit: "binary", maxLength: 40 });
const digits = fc.string({ unit: fc.constantFrom("0", "9", "1", "۲", "３", " "), maxLength: 12 });
const value = fc.oneof(fc.jsonValue(), anyText, digits);
const names = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.constantFrom("__proto__", "toString", "$ne", "toJSON"),
  anyText,
);
const object = fc.dictionary(names, value, { noNullPrototype: true });
export const body = fc.oneof(
  { weight: 3, arbitrary: object.map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: anyText },
);
/** Right bodies with one thing wrong reach further than noise does. */
export const almost = fc.record({ name: fc.constantFrom(...NAMES, "__proto__"), value });
export const segment = fc.oneof(
  anyText.map(encodeURIComponent),
  fc.stringMatching(/^[A-Za-z0-9_%.~-]{0,45}$/),
);

const ascii = fc.stringMatching(/^[ -~]{0,60}$/);
const addresses = fc
  .array(fc.oneof(fc.ipV4(), fc.ipV6(), ascii), { maxLength: 4 })
  .map((all) => all.join(", "));
const bearer = fc.oneof(
  ascii,
  fc.stringMatching(/^[A-Za-z0-9_-]{43}$/).map((key) => `Bearer ramz_${key}`),
  fc.stringMatching(/^[0-9a-f]{64}$/).map((key) => `Bearer ${key}`),
  fc.constantFrom("Bearer", "Bearer ", "Basic cmFtejpyYW16", "bearer ramz_", `Bearer ${"x".repeat(4_000)}`),
);
/** Whatever anybody writes in front of a request. */
export const headers = fc.record({
  authorization: bearer,
  "idempotency-key": fc.oneof(ascii, fc.constantFrom("", "a".repeat(256), "a b", "1")),
  "x-forwarded-for": addresses,
  origin: fc.oneof(ascii, fc.webUrl(), fc.constant("null")),
  "accept-language": fc.oneof(ascii, fc.constant("fa;q=1e999,".repeat(200))),
  traceparent: fc.oneof(ascii, fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)),
  "content-type": fc.oneof(
    ascii,
    fc.constantFrom("application/json", "application/json;charset=utf-7", "application/json; charset=utf-16"),
  ),
  "content-encoding": fc.constantFrom("identity", "gzip", "br", "x"),
  accept: ascii,
});

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
const RIGHT_SHAPES = [
  '{"to":"09121234567"}',
  '{"phone_number":"09121234567"}',
  '{"code":"123456"}',
  '{"proof":"x"}',
];
/** No JSON object as UTF-8, or one too large: other encodings, packed bytes, sizes around the bound. */
export const wrongBody: fc.Arbitrary<Uint8Array<ArrayBuffer> | string> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from([0xff, ...bytes])),
  fc.constantFrom(...RIGHT_SHAPES).map((text) => Uint8Array.from(utf16(text))),
  fc.constantFrom(...RIGHT_SHAPES).map((text) => Uint8Array.from(Bun.gzipSync(text))),
  fc.integer({ min: 16_000, max: 40_000 }).map((size) => "[".repeat(size)),
  fc.constantFrom("", "null", "[]", "1", '"x"', "{}", '{"to":null}', "{"),
);
