/** Browsers: a page may call the app that lists its origin, and read what it answers; nobody else's page may. */
import { describe, expect, test } from "bun:test";
import { freshNumber, JSON_TYPE, wordOf } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { line, testKey } from "../../access/app-keys.ts";

const [shop, bank] = [testKey(), testKey()];
const [SHOP, BANK, OTHER] = ["https://shop.example", "https://bank.example", "https://evil.example"];
const ramz = sharedServing(
  { RAMZ_CONFIG: "ramz.toml", OTP_RESEND_WAIT_TIME: "60" },
  {
    "ramz.toml": `
      [apps.shop]
      public = true
      cors = ["${SHOP}", "http://localhost:5173"]
      keys = [${line(shop, ["admin"])}]
      [apps.bank]
      cors = ["${BANK}"]
      keys = [${line(bank, ["admin"])}]
    `,
  },
);

const ALLOWED = "access-control-allow-origin";
const preflight = (origin: string, path = "/v1/verifications") =>
  ramz.api.request(path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,idempotency-key",
    },
  });
const from = (origin: string, further = {}) => ({ origin, ...further });
const grants = (headers: Headers) =>
  [...headers.keys()].filter((name) => name.startsWith("access-control-")).sort();

describe("a preflight", () => {
  test.each([SHOP, BANK, "http://localhost:5173"])(
    "from %s needs no key and says what may be sent",
    async (origin) => {
      for (const path of ["/v1/verifications", "/v1/checks", "/v1/verifications/ver_x", "/api/v1/usr/otp"]) {
        const { status, headers, text } = await preflight(origin, path);
        expect([path, status, text]).toEqual([path, 204, ""]);
        expect(headers.get(ALLOWED)).toBe(origin);
        expect(headers.get("access-control-allow-methods")).toBe("GET, POST, DELETE");
        const names = (headers.get("access-control-allow-headers") ?? "").toLowerCase().split(", ");
        for (const name of [
          "authorization",
          "content-type",
          "idempotency-key",
          "accept-language",
          "traceparent",
          "tracestate",
          "baggage",
        ])
          expect(names).toContain(name);
        expect(headers.get("access-control-allow-credentials")).toBeNull();
        expect(headers.get("vary")).toContain("Origin");
      }
    },
  );

  test.each([
    OTHER,
    "null",
    "*",
    `${SHOP}.evil.example`,
    "https://evil-shop.example",
    "http://shop.example",
    `${SHOP}:444`,
    "https://SHOP.example",
  ])("from %s is granted nothing", async (origin) => {
    const { status, headers } = await preflight(origin);
    expect([status, grants(headers)]).toEqual([405, []]);
    expect(headers.get("vary")).toContain("Origin");
  });
});

const start = (headers: Readonly<Record<string, string>>, to = freshNumber()) =>
  ramz.api.post("/v1/verifications", { to }, headers);
const sendInPublic = (origin: string) =>
  ramz.api.post("/api/v1/usr/otp", { phone_number: freshNumber() }, from(origin));

describe("an answer", () => {
  test("may be read by a page of the app's own list, whether good or bad", async () => {
    const to = freshNumber();
    const good = await start(from(SHOP, shop.headers), to);
    const replies = {
      "201": good,
      "429 cooldown": await start(from(SHOP, shop.headers), to),
      "400 invalid_request": await ramz.api.post("/v1/checks", {}, from(SHOP, shop.headers)),
      "404 not_found": await ramz.api.get("/v1/verifications/none", from(SHOP, shop.headers)),
      "401 unauthorized": await start(from(SHOP)),
      "405 method_not_allowed": await ramz.api.get("/v1/checks", from(SHOP)),
    };
    for (const [word, reply] of Object.entries(replies)) {
      expect(wordOf(reply)).toBe(word);
      expect([word, reply.headers.get(ALLOWED)]).toEqual([word, SHOP]);
      expect(reply.headers.get("access-control-expose-headers")).toMatch(
        /^Retry-After, RateLimit, RateLimit-Policy\b/,
      );
      expect(reply.headers.get("access-control-allow-credentials")).toBeNull();
      expect(reply.headers.get("vary")).toContain("Origin");
    }
  });

  test("may not be read by a page that only another app lists, nor by any other", async () => {
    for (const [origin, key] of [
      [BANK, shop],
      [SHOP, bank],
      [OTHER, shop],
      ["null", shop],
    ] as const) {
      const { status, headers } = await start(from(origin, key.headers));
      expect([origin, status, grants(headers)]).toEqual([origin, 201, []]);
    }
    const none = await start(shop.headers);
    expect(grants(none.headers)).toEqual([]);
    expect(none.headers.get("vary")).toContain("Origin");
  });

  test("of the public app may be read without a key by its own pages alone", async () => {
    expect((await sendInPublic(SHOP)).headers.get(ALLOWED)).toBe(SHOP);
    for (const origin of [BANK, OTHER]) expect(grants((await sendInPublic(origin)).headers)).toEqual([]);
  });

  test("to a form of another site, which needs no preflight, is a refusal that sends nothing", async () => {
    const to = freshNumber();
    const headers = { origin: OTHER, "content-type": "text/plain" };
    const body = JSON.stringify({ phone_number: to });
    const reply = await ramz.api.request("/api/v1/usr/otp", { method: "POST", headers, body });
    expect(reply.status).toBe(415);
    expect((await ramz.api.get(`/dev/messages?to=${encodeURIComponent(to)}`)).body).toEqual([]);
  });

  test("of what operators use grants nothing", async () => {
    for (const path of ["/healthz", "/readyz", "/metrics", "/dev/messages", "/openapi/json"])
      expect([path, grants((await ramz.api.get(path, from(SHOP))).headers)]).toEqual([path, []]);
  });
});

describe("without any list", () => {
  const plain = sharedServing();
  test("nothing is granted, and nothing varies", async () => {
    const reply = await plain.api.post("/v1/verifications", { to: freshNumber() }, from(SHOP, JSON_TYPE));
    expect([reply.status, grants(reply.headers), reply.headers.get("vary")]).toEqual([201, [], null]);
    const options = await plain.api.request("/v1/verifications", {
      method: "OPTIONS",
      headers: from(SHOP, { "access-control-request-method": "POST" }),
    });
    expect([options.status, grants(options.headers)]).toEqual([405, []]);
  });
});
