/** Reading changes nothing, and no reply but the development inbox says the code (anchors V9, V20). */
import { describe, expect, test } from "bun:test";
import { decodeJwt } from "jose";
import { type Api, freshNumber, type Reply, verificationIn, wrong } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";
import { SERVICE } from "../../../support/twilio.ts";
import { EVERY_SURFACE, realRoutes } from "../request/routes.ts";

/** Ten digits, so that a code does not turn up by chance. */
const ramz = sharedServing({ OTP_CODE_LENGTH: "10", OTP_RESEND_WAIT_TIME: "0", ...EVERY_SURFACE });

/** The same API, keeping every reply. */
function recorded(api: Api): { readonly api: Api; readonly replies: Reply[] } {
  const replies: Reply[] = [];
  const kept = async (coming: Promise<Reply>) => {
    const reply = await coming;
    replies.push(reply);
    return reply;
  };
  return {
    replies,
    api: {
      ...api,
      get: (path, headers) => kept(api.get(path, headers)),
      post: (path, body, headers) => kept(api.post(path, body, headers)),
      del: (path, headers) => kept(api.del(path, headers)),
    },
  };
}

/** The id is one of a verification, which is no delivery, and no file has this name. */
function statusAt(path: string): number {
  if (path === "/" || path === "/dev") return 302;
  return /^\/(v1\/deliveries|assets|why)\//.test(path) ? 404 : 200;
}

describe("a GET", () => {
  test("of any route changes nothing in the store, nor what is sent", async () => {
    const to = freshNumber();
    const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
    const before = ramz.folder.storeHash();
    const inboxBefore = (await ramz.api.get("/dev/messages")).text;
    const paths = (await realRoutes())
      // The events of the inbox have no end; they read what /dev/messages reads.
      .filter(({ method, path }) => method === "GET" && path !== "/dev/events")
      .map(({ path }) => path.replace(":id", id).replace(":file", "swagger-ui.css"))
      .map((path) => path.replace(":service", SERVICE).replace(":sid", to));
    expect(paths.length).toBeGreaterThan(6);
    for (const path of paths) {
      for (const method of ["GET", "HEAD"]) {
        const reply = await ramz.api.request(path, { method });
        expect([path, reply.status]).toEqual([path, statusAt(path)]);
        await ramz.api.request(`${path}?code=${await ramz.api.codeFor(to)}`, { method });
      }
    }
    expect(ramz.folder.storeHash()).toBe(before);
    expect((await ramz.api.get("/dev/messages")).text).toBe(inboxBefore);
  });

  test("of a verification may be repeated without spending a check", async () => {
    const to = freshNumber();
    const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to }));
    for (let times = 0; times < 20; times++) {
      expect(verificationIn(await ramz.api.get(`/v1/verifications/${id}`)).checks_left).toBe(5);
    }
  });
});

describe("the code", () => {
  test("is in no reply and no header of either surface, whatever is asked", async () => {
    const to = freshNumber();
    const { api, replies } = recorded(ramz.api);
    const { id } = verificationIn(await api.post("/v1/verifications", { to, metadata: { a: "b" } }));
    const code = await ramz.api.codeFor(to);
    const path = `/v1/verifications/${id}`;
    await api.post("/v1/verifications", { to });
    await api.post("/api/v1/usr/otp", { phone_number: to });
    await api.post(`${path}/checks`, { code: wrong(code) });
    await api.post("/v1/checks", { to, code: wrong(code, 2) });
    await api.post("/api/v1/usr/otp/verify", { phone_number: to, code: wrong(code, 3) });
    await api.get(path);
    for (const bad of [
      { code: Number(code) },
      { code: [code] },
      { code, [code]: code },
      { code: `${code}x` },
    ])
      await api.post(`${path}/checks`, bad);
    await api.post("/api/v1/usr/otp/verify", { phone_number: to, code: [code] });
    const { proof = "" } = verificationIn(await api.post(`${path}/checks`, { code }));
    await api.post(`${path}/checks`, { code });
    await api.post("/v1/checks", { to, code });
    await api.get(path);
    await api.get("/readyz");
    expect(replies.length).toBeGreaterThan(14);
    const everything = replies.map(({ headers, body }) => JSON.stringify([[...headers], withoutNames(body)]));
    expect(everything.filter((reply) => reply.includes(code))).toEqual([]);
    expect(JSON.stringify(decodeJwt(proof))).not.toContain(code);
  });
});

/** A reply without the names of fields that the caller made up, which are told back on purpose. */
function withoutNames(body: unknown): unknown {
  return typeof body === "object" && body !== null ? { ...body, errors: undefined } : body;
}
