/** Keys of apps: who has none gets nowhere, who has one gets as far as its scopes, and no key is ever written down (anchors E18, V18). */
import { describe, expect, test } from "bun:test";
import {
  JSON_TYPE,
  field,
  freshNumber,
  rawHttp,
  type Reply,
  verificationIn,
  wordOf,
} from "../../support/http.ts";
import { runRamz, startRamz, tempFolder } from "../../support/process.ts";
import { sharedServing, startServing } from "../../support/serving.ts";
import { documentedAt, operationsOf } from "../http/ops/documented.ts";
import { realRoutes } from "../http/request/routes.ts";
import { line, plainTestKey, testKey } from "./app-keys.ts";

const [all, sends, checks, reads, old, bank, stranger] = Array.from({ length: 7 }, testKey);
const hexadecimal = plainTestKey();
if (!all || !sends || !checks || !reads || !old || !bank || !stranger) throw new Error("seven keys");

const CONFIG = `
  [apps.shop]
  public = true
  keys = [
    ${line(all, ["admin"], ", own_code = true")}, ${line(sends, ["send"], ", own_code = true")}, ${line(old, ["send"])},
    ${line(checks, ["check"])}, ${line(reads, ["read"])}, ${line(hexadecimal, ["check"])},
  ]
  [apps.bank]
  keys = [${line(bank, ["admin"], ", known_session = true")}]
`;
const ramz = sharedServing({ RAMZ_CONFIG: "ramz.toml" }, { "ramz.toml": CONFIG });

type Call = (headers: Readonly<Record<string, string>>) => Promise<Reply>;

/** Every route that needs a key, with the scope it needs. */
const CALLS: Readonly<Record<string, readonly [scope: string, call: Call]>> = {
  "POST /v1/verifications": [
    "send",
    (headers) => ramz.api.post("/v1/verifications", { to: freshNumber() }, headers),
  ],
  "GET /v1/verifications/{id}": ["read", (headers) => ramz.api.get("/v1/verifications/none", headers)],
  "DELETE /v1/verifications/{id}": ["send", (headers) => ramz.api.del("/v1/verifications/none", headers)],
  "POST /v1/verifications/{id}/checks": [
    "check",
    (headers) => ramz.api.post("/v1/verifications/none/checks", { code: "123456" }, headers),
  ],
  "POST /v1/proofs/redeem": [
    "check",
    (headers) => ramz.api.post("/v1/proofs/redeem", { proof: "none" }, headers),
  ],
  "POST /v1/deliveries": [
    "send",
    (headers) => ramz.api.post("/v1/deliveries", { to: freshNumber(), code: "493817" }, headers),
  ],
  "GET /v1/deliveries/{id}": ["read", (headers) => ramz.api.get("/v1/deliveries/none", headers)],
  "POST /v1/deliveries/{id}/outcome": [
    "send",
    (headers) => ramz.api.post("/v1/deliveries/none/outcome", { used: true }, headers),
  ],
  "POST /v1/checks": [
    "check",
    (headers) => ramz.api.post("/v1/checks", { to: freshNumber(), code: "123456" }, headers),
  ],
};

describe.each(Object.entries(CALLS))("%s", (_, [scope, call]) => {
  test("without a key, with an unknown one and with anything else is 401, all alike", async () => {
    const headers = [
      {},
      { authorization: "" },
      { authorization: "Bearer" },
      { authorization: `Bearer ${stranger.key}` },
      { authorization: `Bearer ${all.key}x` },
      { authorization: `Bearer ${all.hash}` },
      { authorization: `Bearer ${all.hash.slice("sha256:".length)}` },
      { authorization: `Bearer ${hexadecimal.key.toUpperCase()}` },
      { authorization: `Basic ${btoa(`ramz:${all.key}`)}` },
      { authorization: `Bearer ${all.key}, Bearer ${all.key}` },
      { "x-api-key": all.key },
    ];
    const answers = new Set<string>();
    for (const one of headers) {
      const reply = await call(one);
      expect([one, wordOf(reply)]).toEqual([one, "401 unauthorized"]);
      expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="ramz"');
      answers.add(reply.text.replace(/"trace_id":"\w+"/, ""));
    }
    expect(answers.size).toBe(1);
  });

  test(`needs the scope ${scope}, or admin`, async () => {
    for (const [had, key] of Object.entries({
      admin: all,
      send: sends,
      check: checks,
      read: reads,
      "check, plain": hexadecimal,
    })) {
      const reply = await call(key.headers);
      const admitted = had === "admin" || had.startsWith(scope);
      expect([had, reply.status === 403]).toEqual([had, !admitted]);
      if (admitted) continue;
      expect(wordOf(reply)).toBe("403 scope_missing");
      expect(reply.text).toContain(`\\"${scope}\\"`);
      expect(reply.headers.get("www-authenticate")).toContain(`scope="${scope}"`);
    }
  });
});

test("no route of version 1 is left out above", async () => {
  const real = (await realRoutes()).filter(({ path }) => path.startsWith("/v1/"));
  const names = real.map(({ method, path }) => `${method} ${path.replace(":id", "{id}")}`);
  expect(new Set(names)).toEqual(new Set(Object.keys(CALLS)));
});

test("the document says of every route of version 1 that it needs a key, and what is answered without", async () => {
  const { body: document } = await ramz.api.get("/openapi/json");
  expect(document).toMatchObject({
    components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
  });
  for (const { method, path, operation } of operationsOf(document)) {
    if (!path.startsWith("/v1/")) continue;
    expect([path, operation["security"]]).toEqual([path, [{ key: [] }]]);
    const documented = documentedAt(document, method, path);
    expect([path, JSON.stringify(documented.get("401"))]).toEqual([
      path,
      expect.stringContaining("`unauthorized`"),
    ]);
    expect([path, JSON.stringify(documented.get("403"))]).toEqual([
      path,
      expect.stringContaining("`scope_missing`"),
    ]);
  }
});

describe("a key", () => {
  test("is asked for before the body is read", async () => {
    const head = "POST /v1/verifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    // The body never comes.
    const answer = await rawHttp(
      Number(new URL(ramz.api.url).port),
      `${head}Connection: close\r\nContent-Length: 16000\r\n\r\n{`,
    );
    expect(answer).toStartWith("HTTP/1.1 401");
    const broken = { ...JSON_TYPE, "content-type": "text/plain" };
    expect(wordOf(await ramz.api.request("/v1/checks", { method: "POST", headers: broken, body: "{" }))).toBe(
      "401 unauthorized",
    );
  });

  test("and the one that replaces it are both good", async () => {
    for (const { headers } of [sends, old])
      expect((await ramz.api.post("/v1/verifications", { to: freshNumber() }, headers)).status).toBe(201);
  });

  test("opens nothing of another app, and a code of one app is nothing in the other", async () => {
    const to = freshNumber();
    const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }, all.headers));
    const code = await ramz.api.codeFor(to);
    const path = `/v1/verifications/${id}`;
    expect(wordOf(await ramz.api.get(path, bank.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.post(`${path}/checks`, { code }, bank.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }, bank.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.del(path, bank.headers))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get(path, all.headers))).toBe("200");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }, all.headers))).toBe("200");
  });

  test("is needed by nothing that operators and proofs use", async () => {
    for (const path of [
      "/healthz",
      "/readyz",
      "/metrics",
      "/openapi/json",
      "/.well-known/jwks.json",
      "/dev/messages",
    ])
      expect([path, (await ramz.api.get(path)).status]).toEqual([path, 200]);
    expect(wordOf(await ramz.api.get("/v1/nowhere"))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get("/v1/checks"))).toBe("405 method_not_allowed");
  });

  test("with known_session may vouch, another may not", async () => {
    const start = (headers: Readonly<Record<string, string>>) =>
      ramz.api.post("/v1/verifications", { to: freshNumber(), known_session: true }, headers);
    expect((await start(bank.headers)).status).toBe(201);
    expect(wordOf(await start(all.headers))).toBe("403 known_session_not_allowed");
    const body = { to: freshNumber(), code: "123456", known_session: true };
    expect(wordOf(await ramz.api.post("/v1/checks", body, all.headers))).toBe(
      "403 known_session_not_allowed",
    );
    const plain = { to: freshNumber(), known_session: false };
    expect((await ramz.api.post("/v1/verifications", plain, all.headers)).status).toBe(201);
  });

  test("is in no log, whatever it was used for", async () => {
    await using own = await startRamz({ RAMZ_CONFIG: "ramz.toml" }, ramz.folder);
    const used = [all, reads, stranger, hexadecimal, plainTestKey()];
    for (const one of used) {
      await own.api.post("/v1/verifications", { to: freshNumber() }, one.headers);
      await own.api.post("/v1/verifications", { to: one.key }, one.headers);
      await own.api.get(`/v1/verifications/none`, one.headers);
      await own.api.get(`/v1/verifications/${one.key}`, one.headers);
      await own.api.get(`/${one.key}?key=${one.key}`, { "x-api-key": one.key });
      await own.api.post(
        "/v1/verifications",
        { to: freshNumber() },
        { authorization: `Basic ${btoa(`:${one.key}`)}` },
      );
    }
    const { text } = await own.api.get("/metrics");
    own.signal("SIGTERM");
    await own.exited;
    for (const { key, hash } of used) {
      expect(own.printed() + text).not.toContain(key.slice(5));
      expect(own.printed() + text).not.toContain(hash);
    }
    expect(own.printed()).toContain("accepted the message");
  });
});

describe("the predecessor's endpoints", () => {
  const [START, CHECK] = ["/api/v1/usr/otp", "/api/v1/usr/otp/verify"];

  test("act for the public app without a key", async () => {
    const to = freshNumber();
    expect((await ramz.api.post(START, { phone_number: to })).status).toBe(200);
    const code = await ramz.api.codeFor(to);
    // The bank's ledger of this number is another one.
    expect((await ramz.api.post(CHECK, { phone_number: to, code }, bank.headers)).status).toBe(400);
    expect((await ramz.api.post(CHECK, { phone_number: to, code })).status).toBe(200);
  });

  test("refuse a wrong key in their own shape, in both languages, instead of acting without it", async () => {
    const to = freshNumber();
    for (const [language, says] of [
      ["en", "Authorization: Bearer"],
      ["fa", "کلید"],
    ] as const) {
      const headers = { ...stranger.headers, "accept-language": language };
      const reply = await ramz.api.post(START, { phone_number: to }, headers);
      expect([reply.status, Object.keys(Object(reply.body))]).toEqual([401, ["detail"]]);
      expect(field(reply.body, "detail")).toContain(says);
      expect(reply.headers.get("www-authenticate")).toStartWith("Bearer");
    }
    const scope = await ramz.api.post(START, { phone_number: to }, reads.headers);
    expect([scope.status, Object.keys(Object(scope.body))]).toEqual([403, ["detail"]]);
  });

  test("need a key when no app is public", async () => {
    using folder = tempFolder();
    folder.write("ramz.toml", `[apps.shop]\nkeys = [${line(all, ["send"])}]`);
    await using own = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
    const body = { phone_number: freshNumber() };
    expect((await own.api.post(START, body)).status).toBe(401);
    expect((await own.api.post(START, body, all.headers)).status).toBe(200);
  });
});

describe("ramz key new", () => {
  test("prints the key alone to be piped, and the lines to paste, which work", async () => {
    using folder = tempFolder();
    const { code, out, err } = await runRamz(["key", "new", "--app", "shop", "--scopes", "send"], {}, folder);
    expect(code).toBe(0);
    expect(out).toMatch(/^ramz_[A-Za-z0-9_-]{43}\n$/);
    expect(err).not.toContain(out.trim());
    folder.write("ramz.toml", err.slice(err.indexOf("[apps.")));
    await using own = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
    const headers = { authorization: `Bearer ${out.trim()}` };
    expect((await own.api.post("/v1/verifications", { to: freshNumber() }, headers)).status).toBe(201);
    expect(wordOf(await own.api.get("/v1/verifications/none", headers))).toBe("403 scope_missing");
  });

  test("as JSON gives the key and its line; no two keys are alike", async () => {
    const args = ["key", "new", "--client-ip", "--known-session", "--own-code", "--json"];
    const [one, other] = await Promise.all([runRamz(args), runRamz(args)]);
    const printed: unknown = JSON.parse(one.out);
    expect(field(printed, "key")).not.toBe(field(JSON.parse(other.out), "key"));
    expect(printed).toMatchObject({
      app: "default",
      key: expect.stringMatching(/^ramz_/),
      entry: {
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        scopes: ["send", "check", "read"],
        client_ip: true,
        known_session: true,
        own_code: true,
      },
      toml: expect.stringContaining("own_code = true"),
    });
  });

  test("--plain makes one of letters and digits alone, which works like any other", async () => {
    using folder = tempFolder();
    const { out, err } = await runRamz(["key", "new", "--app", "shop", "--plain"], {}, folder);
    expect(out).toMatch(/^[0-9a-f]{64}\n$/);
    folder.write("ramz.toml", err.slice(err.indexOf("[apps.")));
    await using own = await startServing({ RAMZ_CONFIG: "ramz.toml" }, folder);
    const headers = { authorization: `Bearer ${out.trim()}` };
    expect((await own.api.post("/v1/verifications", { to: freshNumber() }, headers)).status).toBe(201);
  });

  test.each([
    ["--scopes", "send,root"],
    ["--scopes", ""],
    ["--app", "My Shop"],
  ])("refuses %s %j", async (option, value) => {
    const { code, out } = await runRamz(["key", "new", option, value]);
    expect([code, out]).toEqual([1, ""]);
  });
});
