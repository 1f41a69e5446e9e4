/** A verification that is over before its code was used: canceled, or outlived. */
import { describe, expect, test } from "bun:test";
import { type Api, eventually, freshNumber, verificationIn, wordOf } from "../../../support/http.ts";
import { sharedServing } from "../../../support/serving.ts";

const ramz = sharedServing();

async function started(api: Api) {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to }));
  return { to, id, code: await api.codeFor(to), path: `/v1/verifications/${id}` };
}

describe("a cancel", () => {
  test("answers 200 with status canceled, twice the same; then the code is worth nothing", async () => {
    const { path, code, to } = await started(ramz.api);
    for (const reply of [await ramz.api.del(path), await ramz.api.del(path)]) {
      expect(reply.status).toBe(200);
      expect(verificationIn(reply).status).toBe("canceled");
    }
    expect(wordOf(await ramz.api.post(`${path}/checks`, { code }))).toBe("410 canceled");
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("410 canceled");
  });

  test("of what is approved answers 409", async () => {
    const { path, code } = await started(ramz.api);
    await ramz.api.post(`${path}/checks`, { code });
    expect(wordOf(await ramz.api.del(path))).toBe("409 already_approved");
  });
});

describe("a code that outlived its life", () => {
  const brief = sharedServing({ OTP_EXPIRY_TIME: "1", OTP_RESEND_WAIT_TIME: "0" });

  test("answers 410 wherever it is checked, and reads as expired", async () => {
    const { path, code, to } = await started(brief.api);
    const read = async () => verificationIn(await brief.api.get(path));
    const last = await eventually(read, ({ status }) => status !== "pending");
    expect(last).toMatchObject({ status: "expired", expires_in: 0 });
    expect(wordOf(await brief.api.post(`${path}/checks`, { code }))).toBe("410 expired");
    expect(wordOf(await brief.api.post("/v1/checks", { to, code }))).toBe("410 expired");
    expect(wordOf(await brief.api.del(path))).toBe("410 expired");
    const fresh = await brief.api.post("/v1/verifications", { to });
    expect(fresh.status).toBe(201);
  });
});
