/** The limits of a number hold on every route that sends or compares (anchors V3, V5). */
import { describe, expect, test } from "bun:test";
import {
  field,
  freshNumber,
  problemIn,
  type Reply,
  verificationIn,
  wordOf,
  wrong,
} from "../../support/http.ts";
import { sharedServing } from "../../support/serving.ts";

const OTP = "/api/v1/usr/otp";

/** Header and body say the same number of seconds, at least one. */
function waitOf(reply: Reply): number {
  const wait = Number(reply.headers.get("retry-after"));
  expect(reply.body).toMatchObject({ retry_after: wait });
  expect(wait).toBeGreaterThanOrEqual(1);
  return wait;
}

describe("with default limits", () => {
  const ramz = sharedServing();

  async function started(purpose = "default") {
    const to = freshNumber();
    const { id } = verificationIn(await ramz.api.post("/v1/verifications", { to, purpose }));
    return { to, id, code: await ramz.api.codeFor(to) };
  }

  test("the cool-down of a minute counts across both surfaces and all purposes", async () => {
    const { to } = await started();
    const sends = [
      await ramz.api.post("/v1/verifications", { to, purpose: "other" }),
      await ramz.api.post("/v1/verifications", { to, channel: "call" }),
      await ramz.api.post(OTP, { phone_number: to }),
    ];
    for (const reply of sends) {
      expect(reply.status).toBe(429);
      expect(waitOf(reply)).toBeWithin(55, 61);
    }
    const reverse = freshNumber();
    expect((await ramz.api.post(OTP, { phone_number: reverse })).status).toBe(200);
    const refused = await ramz.api.post("/v1/verifications", { to: reverse });
    expect(wordOf(refused)).toBe("429 cooldown");
  });

  test("five wrong guesses, mixed over every route that compares, use up the code for all of them", async () => {
    const { to, id, code } = await started();
    const byId = (guess: string) => ramz.api.post(`/v1/verifications/${id}/checks`, { code: guess });
    const byNumber = (guess: string) => ramz.api.post("/v1/checks", { to, code: guess });
    const predecessor = (guess: string) => ramz.api.post(`${OTP}/verify`, { phone_number: to, code: guess });
    expect(problemIn(await byId(wrong(code, 1))).checks_left).toBe(4);
    expect(problemIn(await byNumber(wrong(code, 2))).checks_left).toBe(3);
    expect((await predecessor(wrong(code, 3))).body).toMatchObject({ attempts_remaining: 2 });
    expect(problemIn(await byId(wrong(code, 4))).checks_left).toBe(1);
    expect(problemIn(await byNumber(wrong(code, 5))).checks_left).toBe(0);

    for (const reply of [await byId(code), await byNumber(code)]) {
      expect(wordOf(reply)).toBe("429 checks_exhausted");
      waitOf(reply);
    }
    expect((await predecessor(code)).status).toBe(400);
    const read = await ramz.api.get(`/v1/verifications/${id}`);
    expect(verificationIn(read)).toMatchObject({ status: "exhausted", checks_left: 0 });
    expect(wordOf(await ramz.api.del(`/v1/verifications/${id}`))).toBe("429 checks_exhausted");
  });

  test("a code approved on one surface is used up on the other", async () => {
    const { to, code } = await started();
    const verified = await ramz.api.post(`${OTP}/verify`, { phone_number: to, code });
    expect(verified.status).toBe(200);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("409 already_approved");
    // The surface that approved it repeats its answer.
    const again = await ramz.api.post(`${OTP}/verify`, { phone_number: to, code });
    expect([again.status, again.text]).toEqual([200, verified.text]);
    const other = await started();
    expect(wordOf(await ramz.api.post("/v1/checks", { to: other.to, code: other.code }))).toBe("200");
    const late = await ramz.api.post(`${OTP}/verify`, { phone_number: other.to, code: other.code });
    expect(late.status).toBe(400);
  });

  test("a code for one purpose is wrong for another, and the predecessor's surface has its own purpose", async () => {
    const { to, code, id } = await started("payment");
    for (const purpose of ["default", "login"]) {
      const reply = await ramz.api.post("/v1/checks", { to, code, purpose });
      expect(wordOf(reply)).toBe("404 not_found");
    }
    expect((await ramz.api.post(`${OTP}/verify`, { phone_number: to, code })).status).toBe(400);
    expect(verificationIn(await ramz.api.get(`/v1/verifications/${id}`)).checks_left).toBe(5);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code, purpose: "payment" }))).toBe("200");
  });
});

describe("with a small hourly cap", () => {
  const ramz = sharedServing({
    OTP_SENDS_PER_HOUR: "3",
    OTP_RESEND_WAIT_TIME: "0",
    OTP_GUESSES_PER_DAY: "4",
  });

  test("sends of both surfaces count together, and the reply has the wait", async () => {
    const to = freshNumber();
    const statuses = [
      (await ramz.api.post("/v1/verifications", { to })).status,
      (await ramz.api.post(OTP, { phone_number: to })).status,
      (await ramz.api.post("/v1/verifications", { to, purpose: "other" })).status,
    ];
    expect(statuses).toEqual([201, 200, 201]);
    const refused = await ramz.api.post("/v1/verifications", { to });
    expect(wordOf(refused)).toBe("429 send_limit");
    expect(waitOf(refused)).toBeWithin(3500, 3601);
    const predecessor = await ramz.api.post(OTP, { phone_number: to });
    expect(predecessor.status).toBe(429);
    expect(waitOf(predecessor)).toBeWithin(3500, 3601);
    expect(field(predecessor.body, "detail")).toStartWith("Too many OTP requests. Please wait ");
  });

  test("the day's guesses count over all purposes and surfaces, also for the right code", async () => {
    const to = freshNumber();
    await ramz.api.post("/v1/verifications", { to, purpose: "a" });
    const first = await ramz.api.codeFor(to);
    await ramz.api.post("/v1/verifications", { to });
    const second = await ramz.api.codeFor(to);
    for (const step of [1, 2]) {
      await ramz.api.post("/v1/checks", { to, code: wrong(first, step), purpose: "a" });
      await ramz.api.post(`${OTP}/verify`, { phone_number: to, code: wrong(second, step) });
    }
    const refused = await ramz.api.post("/v1/checks", { to, code: first, purpose: "a" });
    expect(wordOf(refused)).toBe("429 checks_exhausted");
    expect(waitOf(refused)).toBeGreaterThan(80_000);
    const predecessor = await ramz.api.post(`${OTP}/verify`, { phone_number: to, code: second });
    expect(predecessor.status).toBe(429);
    expect(waitOf(predecessor)).toBeGreaterThan(80_000);
    expect(wordOf(await ramz.api.post("/v1/verifications", { to }))).toBe("429 send_limit");
  });
});
