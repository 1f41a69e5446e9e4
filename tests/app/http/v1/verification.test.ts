/** One verification from its start to its end, over real HTTP (design §6.1). */
import { describe, expect, test } from "bun:test";
import { type Api, freshNumber, problemIn, verificationIn, wordOf, wrong } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";

const ramz = sharedServing({ OTP_RESEND_WAIT_TIME: "1", RAMZ_TRUST_CLIENT_IP: "true" });

const FIELDS = [
  "attempts",
  "channel",
  "checks_left",
  "created_at",
  "expires_at",
  "expires_in",
  "id",
  "provider",
  "purpose",
  "resend_at",
  "resend_in",
  "status",
  "to",
  "trace_id",
];

async function started(api: Api, further: object = {}) {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to, ...further }));
  return { to, id, code: await api.codeFor(to), path: `/v1/verifications/${id}` };
}

describe("a start", () => {
  test("answers 201 with the whole verification and nothing else", async () => {
    const to = freshNumber();
    const reply = await ramz.api.post("/v1/verifications", { to: to.replace("+98", "0") });
    const view = verificationIn(reply);
    expect(reply.status).toBe(201);
    expect(reply.headers.get("content-type")).toStartWith("application/json");
    expect(Object.keys(view).sort()).toEqual(FIELDS);
    expect(view).toMatchObject({
      to,
      status: "pending",
      purpose: "default",
      channel: "sms",
      provider: "console",
      expires_in: 300,
      resend_in: 1,
      checks_left: 5,
    });
    expect(view.attempts).toHaveLength(1);
    expect(view.attempts[0]).toMatchObject({ provider: "console", outcome: "accepted" });
    expect(Date.parse(view.expires_at) - Date.parse(view.created_at)).toBe(300_000);
  });

  test("takes channel, locale, purpose, metadata and client_ip, and echoes what is the caller's own", async () => {
    const metadata = { order: "۱۲", "a key": "" };
    const asked = { channel: "call", locale: "en", purpose: "payment", metadata, client_ip: "2001:db8::1" };
    const reply = await ramz.api.post("/v1/verifications", { to: freshNumber(), ...asked });
    expect(reply.status).toBe(201);
    expect(verificationIn(reply)).toMatchObject({ channel: "call", purpose: "payment", metadata });
  });

  test("joins the caller's trace, and makes one when the caller has none", async () => {
    const trace = "0af7651916cd43dd8448eb211c80319c";
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    const joined = await ramz.api.post("/v1/verifications", { to: freshNumber() }, headers);
    expect(verificationIn(joined).trace_id).toBe(trace);
    const own = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    expect(verificationIn(own).trace_id).toMatch(/^[0-9a-f]{32}$/);
  });

  test("too soon is refused with the wait; after that wait the same code is sent again with 200", async () => {
    const { to, id, code } = await started(ramz.api);
    const soon = await ramz.api.post("/v1/verifications", { to });
    expect(wordOf(soon)).toBe("429 cooldown");
    const wait = problemIn(soon).retry_after ?? 0;
    expect(soon.headers.get("retry-after")).toBe(String(wait));
    await Bun.sleep(wait * 1000);
    const again = await ramz.api.post("/v1/verifications", { to });
    expect(again.status).toBe(200);
    expect(verificationIn(again)).toMatchObject({ id, status: "pending", resend_in: 2 });
    expect(verificationIn(again).attempts).toHaveLength(2);
    expect(await ramz.api.codeFor(to)).toBe(code);
  });
});

describe("a check", () => {
  test("of the right code answers 200 with the approved verification and a proof", async () => {
    const { path, code } = await started(ramz.api);
    const reply = await ramz.api.post(`${path}/checks`, { code });
    expect(reply.status).toBe(200);
    expect(Object.keys(verificationIn(reply)).sort()).toEqual([...FIELDS, "proof"].sort());
    expect(verificationIn(reply)).toMatchObject({ status: "approved", checks_left: 4 });
    expect(verificationIn(await ramz.api.get(path))).not.toHaveProperty("proof");
  });

  test("of a right code a second time answers 409, by id and by number", async () => {
    const { path, code, to } = await started(ramz.api);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("200");
    expect(wordOf(await ramz.api.post(`${path}/checks`, { code }))).toBe("409 already_approved");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("409 already_approved");
  });

  test("of a wrong code answers 422 with the checks left", async () => {
    const { path, code } = await started(ramz.api);
    const reply = await ramz.api.post(`${path}/checks`, { code: wrong(code) });
    expect(wordOf(reply)).toBe("422 code_incorrect");
    expect(problemIn(reply)).toMatchObject({ status: 422, checks_left: 4 });
    expect(verificationIn(await ramz.api.get(path)).checks_left).toBe(4);
  });

  test("of what cannot be a code answers 400 and costs nothing", async () => {
    const { path, code } = await started(ramz.api);
    for (const typed of ["", "12345", "1234567", "abcdef", "१२३४५६"]) {
      const reply = await ramz.api.post(`${path}/checks`, { code: typed });
      expect(wordOf(reply)).toBe("400 invalid_request");
      expect(problemIn(reply).errors).toEqual([{ field: "code", detail: "must be 6 digits" }]);
    }
    expect(verificationIn(await ramz.api.get(path)).checks_left).toBe(5);
    expect(wordOf(await ramz.api.post(`${path}/checks`, { code }))).toBe("200");
  });

  test("of what does not exist answers 404", async () => {
    const id = `ver_${"A".repeat(34)}`;
    const { to, code } = await started(ramz.api, { purpose: "login" });
    expect(wordOf(await ramz.api.post(`/v1/verifications/${id}/checks`, { code }))).toBe("404 not_found");
    expect(wordOf(await ramz.api.get(`/v1/verifications/${id}`))).toBe("404 not_found");
    expect(wordOf(await ramz.api.del(`/v1/verifications/${id}`))).toBe("404 not_found");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("404 not_found");
    expect(wordOf(await ramz.api.post("/v1/checks", { to: freshNumber(), code }))).toBe("404 not_found");
  });
});
