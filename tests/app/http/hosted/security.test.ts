/** The hosted page against open redirects, framing, forms of other sites, replay, script in texts, and prying. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createSecrets } from "../../../../adapters/system/secrets.ts";
import { sealTicket } from "../../../../app/http/hosted/ticket.ts";
import { type Api, freshNumber, wordOf } from "../../../support/http.ts";
import { createApi } from "../../../../app/http/api.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { composeHere } from "../../../support/serving.ts";
import { type InProcess, startInProcess } from "../in-process.ts";
import { hostedFolder, KEY, pageAt, postForm, RETURN_TO, ticketFor, VISIT } from "./visit.ts";

const SECRET = "the-tests-of-the-page-share-one-secret-of-enough-length";
const SCRIPT = `"><script>alert(1)</script>`;
const folder = hostedFolder(`name = '${SCRIPT}'`);
let ramz: InProcess;
let api: Api;
beforeAll(async () => {
  const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_SECRET: SECRET };
  ramz = await startInProcess(env);
  ({ api } = ramz);
});
afterAll(async () => {
  await ramz[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function configOf(env: Readonly<Record<string, string>>) {
  const loaded = loadConfig(env);
  if (loaded.kind === "problems") throw new Error(loaded.problems.join("\n"));
  return loaded.config;
}

const NOT_LISTED = [
  "https://evil.example/",
  "https://shop.example/after-otp",
  "https://shop.example/after-otp?from=otp#x",
  "https://shop.example/after-otp?from=otp&x=1",
  "https://shop.example/after-otp/../x?from=otp",
  "https://shop.example.evil.example/after-otp?from=otp",
  "https://shop.example@evil.example/after-otp?from=otp",
  "HTTPS://shop.example/after-otp?from=otp",
  "//evil.example",
  "/",
  "javascript:alert(1)",
  "",
];

describe("open redirect", () => {
  test.each(NOT_LISTED)("a return address that is not on the list leads nowhere: %s", async (return_to) => {
    const visit = { ...VISIT, return_to };
    for (const reply of [
      await pageAt(api, visit),
      await postForm(api, "/verify", { ...visit, to: freshNumber() }),
    ]) {
      expect([reply.status, reply.headers.get("location")]).toEqual([400, null]);
      expect(reply.text).not.toMatch(/<a |<form|evil/);
    }
  });

  test("an app without a page is as unknown as one that is not there", async () => {
    const [without, none] = [
      await pageAt(api, { ...VISIT, app: "plain" }),
      await pageAt(api, { ...VISIT, app: "no" }),
    ];
    expect([without.status, without.text]).toEqual([404, none.text]);
  });

  test("an address that left the list since is refused in the next step", async () => {
    const secrets = createSecrets([SECRET]);
    const visit = { app: "shop", returnTo: "https://old.example/", state: null, to: "0912", id: "x" };
    const ticket = sealTicket(secrets, { ...visit, expiresAt: Date.now() + 60_000 });
    const reply = await api.get(`/verify/code?ticket=${ticket}`);
    expect([reply.status, reply.text.includes("old.example")]).toEqual([400, false]);
  });

  test("a state of 512 characters comes back as it was, and a longer one is refused", async () => {
    const state = `${"پ".repeat(500)}&proof=x#${"?".repeat(3)}`.slice(0, 512);
    const to = freshNumber();
    const ticket = await ticketFor(api, to, { ...VISIT, state });
    const back = await postForm(api, "/verify/code", { ticket, code: await api.codeFor(to) });
    const { searchParams, hash, origin } = new URL(back.headers.get("location") ?? "");
    expect([origin, searchParams.get("state"), hash]).toEqual(["https://shop.example", state, ""]);
    expect(searchParams.getAll("proof")).toHaveLength(1);
    expect((await pageAt(api, { ...VISIT, state: "x".repeat(513) })).status).toBe(400);
  });
});

describe("a form of another site", () => {
  test.each([
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "same-origin" }, 303],
    [{ origin: "http://localhost", host: "localhost" }, 303],
  ])("is refused, and the page's own is taken: %p", async (headers, status) => {
    const to = freshNumber();
    const own: Readonly<Record<string, string>> = { host: "localhost", ...headers };
    expect((await postForm(api, "/verify", { ...VISIT, to }, own)).status).toBe(status);
    const { body } = await api.get(`/dev/messages?to=${encodeURIComponent(to)}`);
    expect(body).toHaveLength(status === 303 ? 1 : 0);
    const ticket = await ticketFor(api, freshNumber());
    const checked = await postForm(api, "/verify/code", { ticket, code: "1" }, own);
    expect(checked.status === 403).toBe(status === 403);
  });
});

describe("replay", () => {
  test("the form of the code gives a proof once, and the proof is redeemed once", async () => {
    const to = freshNumber();
    const ticket = await ticketFor(api, to);
    const form = { ticket, code: await api.codeFor(to) };
    const replies = await Promise.all([1, 2, 3].map(() => postForm(api, "/verify/code", form)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409]);
    const location = replies.find(({ status }) => status === 303)?.headers.get("location") ?? "";
    const proof = new URL(location).searchParams.get("proof") ?? "";
    expect(location).not.toContain(to.slice(1));
    const redeem = () => api.post("/v1/proofs/redeem", { proof }, KEY.headers);
    expect([wordOf(await redeem()), wordOf(await redeem())]).toEqual(["200", "409 proof_redeemed"]);
    const altered = `${proof.slice(0, -2)}AA`;
    expect(wordOf(await api.post("/v1/proofs/redeem", { proof: altered }, KEY.headers))).toBe(
      "422 proof_invalid",
    );
  });

  test("a ticket that is altered, foreign or old is none", async () => {
    const ticket = await ticketFor(api, freshNumber());
    const foreign = createSecrets(["another-secret-of-a-service-that-is-long-enough"]);
    const visit = { app: "shop", returnTo: RETURN_TO, state: null, to: "0912", id: "x" };
    const old = sealTicket(createSecrets([SECRET]), { ...visit, expiresAt: Date.now() - 1 });
    const other = sealTicket(foreign, { ...visit, expiresAt: Date.now() + 60_000 });
    for (const bad of [`${ticket.slice(0, -3)}AAA`, old, other, "", "x"])
      for (const reply of [
        await api.get(`/verify/code?ticket=${bad}`),
        await postForm(api, "/verify/code", { ticket: bad, code: "123456" }),
        await postForm(api, "/verify", { ticket: bad }),
      ])
        expect([bad, reply.status]).toEqual([bad, 400]);
  });
});

describe("the page", () => {
  test("cannot be framed, keeps its address to itself, and is not kept", async () => {
    const ticket = await ticketFor(api, freshNumber());
    for (const path of [
      `/verify?${new URLSearchParams(VISIT)}`,
      `/verify/code?ticket=${ticket}`,
      "/verify",
    ]) {
      const { headers } = await api.get(path);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("shows names, states and numbers as text", async () => {
    const state = SCRIPT;
    const page = await pageAt(api, { ...VISIT, state });
    const refused = await postForm(api, "/verify", { ...VISIT, state, to: SCRIPT });
    for (const { text } of [page, refused]) expect(text).not.toContain("<script>alert");
    expect([page.status, refused.status]).toEqual([200, 422]);
  });

  test("has no code in it, nor in its addresses", async () => {
    const to = freshNumber();
    const { headers } = await postForm(api, "/verify", { ...VISIT, to });
    const location = headers.get("location") ?? "";
    const code = await api.codeFor(to);
    const { text } = await api.get(location);
    expect(text.replaceAll(/value="[^"]*"/g, "")).not.toContain(code);
    expect(location).not.toContain(to.slice(1));
  });

  test("leaves no code, number, ticket or proof in the log", async () => {
    const logged: string[] = [];
    const env = { RAMZ_CONFIG: join(folder.path, "ramz.toml"), RAMZ_SECRET: SECRET };
    await using own = await startInProcess(env, {
      log: (...entry) => void logged.push(JSON.stringify(entry)),
    });
    const to = freshNumber();
    const ticket = await ticketFor(own.api, to);
    const code = await own.api.codeFor(to);
    const { headers } = await postForm(own.api, "/verify/code", { ticket, code });
    const proof = new URL(headers.get("location") ?? "").searchParams.get("proof") ?? "";
    expect(logged.length).toBeGreaterThan(0);
    for (const secret of [to.slice(1), ticket, proof]) expect(logged.join("\n")).not.toContain(secret);
    expect(logged.join("\n").replaceAll(/"(trace_id|verification_id)":"[^"]*"/g, "")).not.toContain(code);
  });

  test("is there after the settings are read again, and leads to the addresses that are listed now", async () => {
    const before = hostedFolder();
    const env = { RAMZ_CONFIG: join(before.path, "ramz.toml"), RAMZ_STORE: "sqlite::memory:" };
    const first = await composeHere(env);
    const other = "https://shop.example/other";
    before.write("ramz.toml", `[apps.shop.hosted]\nreturn_to = ["${other}"]\n`);
    const next = await first.recompose(configOf(env));
    if (next.kind === "problems") throw new Error(next.problems.join());
    const ask = async (return_to: string) => {
      const url = `http://localhost/verify?${new URLSearchParams({ ...VISIT, return_to })}`;
      return (await createApi(next.ramz).handle(new Request(url))).status;
    };
    expect([await ask(other), await ask(RETURN_TO)]).toEqual([200, 400]);
    await first.close();
    before[Symbol.dispose]();
  });

  test("is an unknown path where no app has it", async () => {
    await using without = await startInProcess();
    expect(wordOf(await without.api.get("/verify"))).toBe("404 not_found");
  });
});
