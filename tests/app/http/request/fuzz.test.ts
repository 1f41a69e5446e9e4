/** Requests made by chance, at every route that reads a body: never a 5xx, and what is refused changes nothing. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { deliveryIn, freshNumber, JSON_TYPE } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { withHeaders } from "../../../support/with-headers.ts";
import { line, testKey } from "../../access/app-keys.ts";
import { errorIn, HOOK, signed } from "../hooks/supabase-signer.ts";
import { almost, body, headers, segment, wrongBody } from "./random-requests.ts";
import { expectRefused, expectUntouched, ROUTES, type Target, TRACED, targets } from "./hostile.ts";

const ramz = sharedServing();

describe("a request by chance", () => {
  test("with any body at any route is refused, or done; never a failure of Ramz", async () => {
    const aims = await targets(ramz.api);
    const index = fc.nat({ max: ROUTES.length - 1 });
    await fc.assert(
      fc.asyncProperty(index, body, async (at, text) => {
        const path = aims[at]?.path ?? "";
        await expectUntouched(ramz.folder, async () => {
          const init = { method: "POST", headers: { ...JSON_TYPE, ...TRACED }, body: text };
          expectRefused(await ramz.api.request(path, init), path);
        });
      }),
      { numRuns: 150, seed: 20_261_122 },
    );
  }, 90_000);

  test("with one thing wrong in a right body is refused by name, or is right after all", async () => {
    const index = fc.nat({ max: ROUTES.length - 1 });
    await fc.assert(
      fc.asyncProperty(index, almost, async (at, wrong) => {
        const target: Target | undefined = (await targets(ramz.api))[at];
        const given = Object.entries(target?.good ?? {}).filter(([name]) => name !== wrong.name);
        const text = JSON.stringify(Object.fromEntries([...given, [wrong.name, wrong.value]]));
        const path = target?.path ?? "";
        const before = ramz.folder.storeHash();
        const init = { method: "POST", headers: { ...JSON_TYPE, ...TRACED }, body: text };
        const reply = await ramz.api.request(path, init);
        expect([text, reply.status < 500]).toEqual([text, true]);
        if (
          reply.status < 300 ||
          reply.text.includes("code_incorrect") ||
          reply.text.includes("attempts_remaining")
        )
          return;
        expectRefused(reply, path);
        expect(ramz.folder.storeHash()).toBe(before);
      }),
      { numRuns: 80, seed: 7 },
    );
  }, 90_000);

  test("at any path below the API, with any method, is no failure and changes nothing", async () => {
    const method = fc.constantFrom("GET", "HEAD", "DELETE", "PUT", "PATCH", "OPTIONS");
    const start = fc.constantFrom(
      "/v1/verifications/",
      "/v1/",
      "/api/v1/usr/",
      "/dev/",
      "/openapi/assets/",
      "/",
    );
    await fc.assert(
      fc.asyncProperty(method, start, segment, async (verb, before, last) => {
        await expectUntouched(ramz.folder, async () => {
          const reply = await ramz.api.request(before + last, { method: verb, headers: TRACED });
          expect([before + last, reply.status < 500]).toEqual([before + last, true]);
        });
      }),
      { numRuns: 150, seed: 42 },
    );
  }, 90_000);

  test("with any headers and a wrong body is refused at every route, in English or Persian", async () => {
    const aims = await targets(ramz.api);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: ROUTES.length - 1 }), headers, wrongBody, async (at, given, bytes) => {
        const path = aims[at]?.path ?? "";
        await expectUntouched(ramz.folder, async () => {
          const reply = await ramz.api.request(path, { method: "POST", headers: given, body: bytes });
          expect(reply.status).toBeOneOf([400, 413, 415]);
          if (!path.startsWith("/api")) expect(reply.headers.get("content-language")).toBeOneOf(["en", "fa"]);
        });
      }),
      { numRuns: 120, seed: 3 },
    );
  }, 90_000);
});

describe("where keys are needed, a request by chance", () => {
  const key = testKey();
  const keyed = sharedServing(
    { RAMZ_CONFIG: "ramz.toml" },
    { "ramz.toml": `[apps.shop]\nkeys = [${line(key, ["admin"], ", own_code = true")}]` },
  );

  test("at the routes of carried codes is refused and changes nothing, or is done", async () => {
    const inside = withHeaders(keyed.api, { ...key.headers, ...TRACED });
    const { id } = deliveryIn(await inside.post("/v1/deliveries", { to: freshNumber(), code: "493817" }));
    const paths = ["/v1/deliveries", `/v1/deliveries/${id}/outcome`];
    const bodies = fc.oneof(
      body,
      almost.map(({ name, value }) => JSON.stringify({ to: freshNumber(), code: "493817", [name]: value })),
      almost.map(({ name, value }) => JSON.stringify({ used: true, [name]: value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), bodies, async (path, text) => {
        const before = keyed.folder.storeHash();
        const reply = await inside.request(path, { method: "POST", headers: JSON_TYPE, body: text });
        if (reply.status < 300) return void deliveryIn(reply);
        expectRefused(reply, path);
        expect(keyed.folder.storeHash()).toBe(before);
      }),
      { numRuns: 150, seed: 20_261_128 },
    );
  }, 90_000);

  test("without the right one is 401 at every route, right bodies and all, and changes nothing", async () => {
    const inside = withHeaders(keyed.api, key.headers);
    const aims = await targets(inside);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: ROUTES.length - 1 }), headers, async (at, given) => {
        const { path, good } = aims[at] ?? { path: "", good: {} };
        await expectUntouched(keyed.folder, async () => {
          const init = { method: "POST", headers: { ...given, ...JSON_TYPE }, body: JSON.stringify(good) };
          expect([path, (await keyed.api.request(path, init)).status]).toEqual([path, 401]);
        });
      }),
      { numRuns: 80, seed: 11 },
    );
    const [first] = aims;
    expect((await inside.post(first?.path ?? "", first?.good)).status).toBe(201);
  }, 90_000);
});

describe("at a hook, a request by chance", () => {
  const OWN = "a-secret-that-the-fuzz-tests-share";
  const generic = `[apps.shop.hooks.own]\nsecrets = ["${OWN}"]\nto = "to"\ncode = "code"\ntext = "text"\nip = "ip"\n`;
  const hooked = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": HOOK + generic });
  const bodies = fc.oneof(
    body,
    almost.map(({ name, value }) => JSON.stringify({ to: "+98", code: "493817", [name]: value })),
    almost.map(({ name, value }) =>
      JSON.stringify({ user: { [name]: value }, sms: { otp: value, phone: value } }),
    ),
  );

  test("that is not proven is 401 and changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("supabase", "own"), bodies, headers, async (name, text, given) => {
        await expectUntouched(hooked.folder, async () => {
          const init = { method: "POST", headers: given, body: text };
          expect((await hooked.api.request(`/hooks/shop/${name}`, init)).status).toBe(401);
        });
      }),
      { numRuns: 80, seed: 14 },
    );
  }, 90_000);

  test("that is proven is refused, and is no failure of Ramz", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("supabase", "own"), bodies, async (name, text) => {
        const proof = name === "own" ? { authorization: `Bearer ${OWN}`, ...JSON_TYPE } : signed(text);
        const init = { method: "POST", headers: { ...proof, ...TRACED }, body: text };
        const reply = await hooked.api.request(`/hooks/shop/${name}`, init);
        const status = errorIn(reply)?.http_code ?? reply.status;
        expect([text, status >= 400 && status < 500]).toEqual([text, true]);
      }),
      { numRuns: 150, seed: 15 },
    );
  }, 90_000);
});
