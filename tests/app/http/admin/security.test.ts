/** The console against forms of other sites, framing, other names, caches, prying, and guesses at its pages. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { StoreUnavailable } from "../../../../domain/storage/store.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import {
  type Console,
  openConsole,
  type Operator,
  ORIGIN,
  postForm,
  REZA,
  SARA,
  signedIn,
} from "./operator.ts";

let ramz: Console;
let sara: Operator;
beforeAll(async () => {
  ramz = await openConsole();
  sara = await signedIn(ramz.api);
});
afterAll(() => ramz[Symbol.asyncDispose]());

const signOutWith = (headers: Readonly<Record<string, string>>, fields = {}) =>
  sara.post("/admin/sign-out", fields, headers);

describe("CSRF: a form that another site sends", () => {
  test.each([
    ["by its origin", { origin: "https://evil.example" }],
    ["by an opaque origin", { origin: "null" }],
    ["by Fetch Metadata", { "sec-fetch-site": "cross-site", origin: ORIGIN }],
    ["of a neighbouring host", { "sec-fetch-site": "same-site", origin: "http://other.localhost" }],
    ["of another port", { origin: "http://localhost:8080" }],
  ])("is refused %s", async (_how, headers) => {
    expect((await signOutWith(headers)).status).toBe(403);
    expect((await postForm(ramz.api, "/admin/sign-in", { key: SARA.key }, headers)).status).toBe(403);
    expect((await sara.get("/admin/acts")).status).toBe(200);
  });

  test("is refused without the token of the session, and with the one of another session", async () => {
    const reza = await signedIn(ramz.api, REZA);
    const foreign = /name="token" value="([^"]+)"/.exec((await reza.get("/admin/acts")).text)?.[1] ?? "";
    for (const token of ["", "x", foreign]) expect((await signOutWith({}, { token })).status).toBe(403);
    expect((await sara.get("/admin/acts")).status).toBe(200);
  });

  test("is refused in another content type, and with a token that comes twice", async () => {
    const { status } = await ramz.api.post("/admin/sign-out", {}, { cookie: sara.cookie });
    expect(status).toBe(415);
    const twice = await ramz.api.request("/admin/sign-out", {
      method: "POST",
      headers: { cookie: sara.cookie, "content-type": "application/x-www-form-urlencoded" },
      body: "token=a&token=b",
    });
    expect(twice.status).toBe(400);
  });
});

describe("every page", () => {
  test.each(["/admin/find", "/admin/acts", "/admin/sign-in"])(
    "cannot be framed, stored or run foreign script: %s",
    async (path) => {
      const { headers } = await sara.get(path);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).toContain("script-src 'self';");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("access-control-allow-origin")).toBe(null);
    },
  );

  test("is left by the browser when the time without a request is over", async () => {
    const { headers } = await sara.get("/admin/acts");
    expect(headers.get("refresh")).toBe("1801; url=/admin/sign-in?next=%2Fadmin%2Facts");
  });

  test.each(["http://127.0.0.1", "http://localhost:8000", "http://sub.localhost"])(
    "is there under its own name alone, not at %s",
    async (url) => {
      await using other = await openConsole({ url });
      for (const path of ["/admin", "/admin/sign-in", "/admin/acts"])
        expect((await other.api.get(path, { cookie: sara.cookie })).status).toBe(404);
      expect((await postForm(other.api, "/admin/sign-in", { key: SARA.key })).status).toBe(404);
    },
  );

  test("that is not there is 404, and another method 405", async () => {
    expect((await sara.get("/admin/nothing")).status).toBe(404);
    expect((await sara.get("/admin/sign-out")).status).toBe(405);
  });
});

test("the session of an operator is no key of the API, and a key of the API no session", async () => {
  const call = { authorization: `Bearer ${SARA.key}` };
  await using keyed = await openConsole({ toml: `[apps.shop]\nkeys = []` });
  expect((await keyed.api.get("/v1/verifications/ver_x", call)).status).toBe(401);
  expect((await keyed.api.get("/admin/acts", call)).status).toBe(303);
});

test("no GET changes anything, with a session or without", async () => {
  const before = (await sara.get("/admin/acts")).text.match(/The chain holds: \d+/)?.[0];
  for (const path of ["/admin", "/admin/find", "/admin/acts", "/admin/sign-in", "/admin/sign-out"])
    for (const get of [sara.get, ramz.api.get]) await get(`${path}?key=${SARA.key}&token=x`);
  expect((await sara.get("/admin/acts")).text).toContain(before ?? "nothing");
});

test("when the store does not answer, no page is shown and no operator gets in", async () => {
  const store = createMemoryStore(createSimClock());
  let isDown = false;
  const notes: typeof store.notes = {
    ...store.notes,
    read: (name) => (isDown ? failing() : store.notes.read(name)),
  };
  const audit: typeof store.audit = {
    ...store.audit,
    append: (...entry) => (isDown ? failing() : store.audit.append(...entry)),
  };
  await using weak = await openConsole({ store: { ...store, notes, audit } });
  const operator = await signedIn(weak.api);
  isDown = true;
  const page = await operator.get("/admin/acts");
  expect([page.status, page.text]).toEqual([503, expect.stringContaining("The store does not answer")]);
  expect((await postForm(weak.api, "/admin/sign-in", { key: SARA.key })).status).toBe(503);
});

test("neither key, session nor token is in the log or the trail", async () => {
  await postForm(ramz.api, "/admin/sign-in", { key: "ramz_not-a-key-but-typed-as-one" });
  const token = /value="([^"]+)"/.exec((await sara.get("/admin/acts")).text)?.[1] ?? "none";
  const all = [...ramz.log, (await sara.get("/admin/acts")).text.replaceAll(token, "")].join("\n");
  for (const secret of [SARA.key, SARA.hash, "typed-as-one", sara.cookie.split("=")[1] ?? "none"])
    expect(all).not.toContain(secret);
  expect(ramz.log.join("\n")).not.toContain(token);
});

async function failing(): Promise<never> {
  throw new StoreUnavailable("down");
}
