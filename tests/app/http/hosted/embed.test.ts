/** The hosted page in a frame, asked over HTTP: who may frame it, whom it speaks to, and the file that opens it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type Api, freshNumber, type Reply, wordOf } from "../../../support/http.ts";
import { StoreUnavailable } from "../../../../domain/storage/store.ts";
import { createMemoryStore } from "../../../support/memory-store.ts";
import { createSimClock } from "../../../support/sim-clock.ts";
import { type InProcess, startInProcess } from "../in-process.ts";
import { hostedFolder, KEY, pageAt, postForm, ticketFor, VISIT } from "./visit.ts";

const SHOP = "https://shop.example";
const folder = hostedFolder(`embed_origins = ["${SHOP}", "https://other.example"]`);
const FRAMED = { app: "shop", embed: SHOP, state: "v-1", lang: "en" };
let ramz: InProcess;
let api: Api;
beforeAll(async () => {
  ramz = await startInProcess({ RAMZ_CONFIG: join(folder.path, "ramz.toml") });
  ({ api } = ramz);
});
afterAll(async () => {
  await ramz[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const ancestorsOf = ({ headers }: Reply) =>
  /frame-ancestors ([^;]*)/.exec(headers.get("content-security-policy") ?? "")?.[1];
const framing = (reply: Reply) => [ancestorsOf(reply), reply.headers.get("x-frame-options")];
const dataOf = ({ text }: Reply): unknown =>
  JSON.parse(/<script id="data"[^>]*>([^<]*)/.exec(text)?.[1] ?? "null");

describe("who may frame the page", () => {
  test("is the one origin of the visit, in every step, and none of the others of the list", async () => {
    const to = freshNumber();
    const ticket = await ticketFor(api, to, FRAMED);
    for (const reply of [
      await pageAt(api, FRAMED),
      await postForm(api, "/verify", { ...FRAMED, to: "1" }),
      await api.get(`/verify/code?ticket=${ticket}`),
      await postForm(api, "/verify/code", { ticket, code: "x" }),
    ]) {
      expect(framing(reply)).toEqual([SHOP, null]);
      expect(dataOf(reply)).toMatchObject({ framed: { origin: SHOP, state: "v-1" } });
      expect(reply.headers.get("content-security-policy")).toContain("form-action 'self';");
    }
  });

  test.each([
    "https://evil.example",
    "https://shop.example/",
    "https://shop.example:8443",
    "https://shop.example.evil.example",
    "http://shop.example",
    "HTTPS://SHOP.EXAMPLE",
    "null",
    "*",
    "",
    "https://shop.example https://evil.example",
    "https://shop.example; script-src *",
  ])("is none for an origin that is not on the list: %s", async (embed) => {
    const reply = await pageAt(api, { ...FRAMED, embed });
    expect([reply.status, ...framing(reply)]).toEqual([400, "'none'", "DENY"]);
    expect(reply.text).not.toMatch(/<form|<script/);
  });

  test("is none without embed, and where the ticket is none", async () => {
    for (const reply of [await pageAt(api, VISIT), await api.get("/verify/code?ticket=x")])
      expect(framing(reply)).toEqual(["'none'", "DENY"]);
  });
});

test("the proof is handed over in the page, for that origin, sealed and good once", async () => {
  const to = freshNumber();
  const ticket = await ticketFor(api, to, FRAMED);
  const form = { ticket, code: await api.codeFor(to) };
  const approved = await postForm(api, "/verify/code", form);
  expect([approved.status, approved.headers.get("cache-control"), approved.headers.get("location")]).toEqual([
    200,
    "no-store",
    null,
  ]);
  const { framed }: { readonly framed?: Readonly<Record<string, string>> } = Object(dataOf(approved));
  expect([framed?.["origin"], framed?.["state"]]).toEqual([SHOP, "v-1"]);
  const redeem = () => api.post("/v1/proofs/redeem", { proof: framed?.["proof"] }, KEY.headers);
  expect([wordOf(await redeem()), wordOf(await redeem())]).toEqual(["200", "409 proof_redeemed"]);
  expect(approved.text).not.toContain(to.slice(1));
  const again = await postForm(api, "/verify/code", form);
  expect([again.status, framing(again), JSON.stringify(dataOf(again)).includes("proof")]).toEqual([
    409,
    [SHOP, null],
    false,
  ]);
});

test("a form that the page around sends into the frame is refused", async () => {
  const headers = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe", origin: SHOP };
  const reply = await postForm(api, "/verify", { ...FRAMED, to: freshNumber() }, headers);
  expect([reply.status, ...framing(reply)]).toEqual([403, "'none'", "DENY"]);
});

test("a failure within a visit is shown in its frame, and is said to the page around", async () => {
  const inner = createMemoryStore(createSimClock(Date.now()));
  let isDown = false;
  const load: typeof inner.load = (key) =>
    isDown ? Promise.reject(new StoreUnavailable("the store does not answer")) : inner.load(key);
  const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), OTP_STORE_WAIT_MS: "0" };
  await using weak = await startInProcess(env, { store: { ...inner, load } });
  const ticket = await ticketFor(weak.api, freshNumber(), FRAMED);
  isDown = true;
  const reply = await weak.api.get(`/verify/code?ticket=${ticket}`);
  expect([reply.status, ...framing(reply)]).toEqual([503, SHOP, null]);
  expect(dataOf(reply)).toMatchObject({ framed: { origin: SHOP, state: "v-1" } });
  expect(reply.text).not.toMatch(/<form|<a /);
});

describe("/embed.js", () => {
  test("is one small file for pages of any origin, asked for again within minutes", async () => {
    const { status, text, headers } = await api.get("/embed.js");
    expect([status, headers.get("content-type")]).toEqual([200, "text/javascript; charset=utf-8"]);
    expect(text.length).toBeLessThan(8_000);
    expect(text.replaceAll("http://www.w3.org", "")).not.toMatch(/https?:\/\/|cookie|Storage/);
    expect(headers.get("cache-control")).toBe("public, max-age=300");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    const etag = headers.get("etag") ?? "";
    for (const known of [etag, `"x", W/${etag}`]) {
      const kept = await api.get("/embed.js", { "if-none-match": known });
      expect([kept.status, kept.text, kept.headers.get("etag")]).toEqual([304, "", etag]);
    }
    expect((await api.get("/embed.js", { "if-none-match": '"x"' })).status).toBe(200);
  });

  test("is an unknown path where no app has the page", async () => {
    await using without = await startInProcess();
    expect(wordOf(await without.api.get("/embed.js"))).toBe("404 not_found");
  });
});
