/** The TypeScript client against a real Ramz: every call, and what it comes to. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  createPublicRamz,
  createRamz,
  type Ramz,
  RamzError,
} from "../../../app/clients/typescript/src/index.ts";
import { freshNumber, wrong } from "../../support/http.ts";
import { rejectionOf, serveForClients, type Served } from "../served.ts";

let served: Served;
let ramz: Ramz;
beforeAll(async () => {
  served = await serveForClients({ OTP_SENDS_PER_HOUR: "3" });
  ramz = createRamz({ baseUrl: served.api.url, apiKey: served.key.key });
});
afterAll(() => served[Symbol.asyncDispose]());

/** The result, when it is of this kind. */
function of<R extends { readonly kind: string }, K extends R["kind"]>(
  result: R,
  kind: K,
): Extract<R, { kind: K }> {
  if (!isKind(result, kind)) throw new Error(`not ${kind}: ${JSON.stringify(result)}`);
  return result;
}

function isKind<R extends { readonly kind: string }, K extends R["kind"]>(
  result: R,
  kind: K,
): result is Extract<R, { kind: K }> {
  return result.kind === kind;
}

async function started(to = freshNumber()) {
  const { verification } = of(await ramz.start({ to, purpose: "login" }), "sent");
  return { to, id: verification.id, code: await served.api.codeFor(to) };
}

describe("a start", () => {
  test("is sent, and a second one is told when it may be", async () => {
    const to = freshNumber();
    const first = of(await ramz.start({ to, client_ip: "203.0.113.7" }), "sent");
    expect(first).toMatchObject({ isResent: false, verification: { to, status: "pending" } });
    const second = of(await ramz.start({ to }), "wait");
    expect(second.problem.code).toBe("cooldown");
    expect(second.retryAfterS).toBeGreaterThan(50);
  });

  test("under one key of the caller's is one start", async () => {
    const [to, options] = [freshNumber(), { idempotencyKey: crypto.randomUUID() }];
    const first = of(await ramz.start({ to }, options), "sent");
    expect(of(await ramz.start({ to }, options), "sent")).toEqual(first);
  });

  test("to what is no number is refused with a sentence for the person, in its language", async () => {
    expect(of(await ramz.start({ to: "123" }), "number_refused").problem.code).toBe("recipient_invalid");
    const persian = createRamz({ baseUrl: served.api.url, apiKey: served.key.key, language: "fa" });
    expect(of(await persian.start({ to: "123" }), "number_refused").problem.detail).toContain("شماره");
  });

  test("that is wrong in itself throws: a key, a field, a claim that the key does not permit", async () => {
    const keyless = createRamz({ baseUrl: served.api.url });
    const failed = await keyless.start({ to: freshNumber() }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(RamzError);
    expect(failed).toMatchObject({ status: 401, problem: { code: "unauthorized" } });
    expect(await rejectionOf(ramz.start({ to: freshNumber(), purpose: "NO" }))).toMatch(
      /invalid_request: .*purpose/,
    );
    expect(await rejectionOf(ramz.start({ to: freshNumber(), known_session: true }))).toContain(
      "known_session_not_allowed",
    );
  });
});

describe("a check", () => {
  test("is approved once, with a proof that can be redeemed once", async () => {
    const { id, to, code } = await started();
    const { proof, verification } = of(await ramz.check({ id, code }), "approved");
    expect(verification).toMatchObject({ id, status: "approved" });
    expect(of(await ramz.redeem(proof), "redeemed")).toMatchObject({ phone_number: to, purpose: "login" });
    expect(of(await ramz.redeem(proof), "refused").problem.code).toBe("proof_redeemed");
    expect(of(await ramz.check({ id, code }), "over").problem.code).toBe("already_approved");
  });

  test("that is wrong says how many are left, and one of another length costs none", async () => {
    const { id, to, code } = await started();
    expect(of(await ramz.check({ id, code: wrong(code) }), "wrong_code").checksLeft).toBe(4);
    expect(of(await ramz.check({ id, code: "12" }), "wrong_format").problem.errors?.[0]?.field).toBe("code");
    expect(
      of(await ramz.check({ to, code: wrong(code, 2), purpose: "login" }), "wrong_code").checksLeft,
    ).toBe(3);
    expect(of(await ramz.check({ to, code, purpose: "login" }), "approved").verification.id).toBe(id);
    expect(of(await ramz.check({ to: "1", code }), "number_refused").problem.code).toBe("recipient_invalid");
  });
});

test("a verification can be read and canceled", async () => {
  const { id, code } = await started();
  expect(of(await ramz.get(id), "found").verification.status).toBe("pending");
  expect(of(await ramz.cancel(id), "canceled").verification.status).toBe("canceled");
  expect(of(await ramz.check({ id, code }), "over").problem.code).toBe("canceled");
  expect(of(await ramz.get("none"), "not_found").problem.code).toBe("not_found");
  expect(of(await ramz.cancel("none"), "over").problem.code).toBe("not_found");
});

test("a code of your own is carried, read and reported", async () => {
  const to = freshNumber();
  const { delivery } = of(await ramz.deliveries.create({ to, code: "493817" }), "sent");
  expect(await served.api.codeFor(to)).toBe("493817");
  expect(of(await ramz.deliveries.get(delivery.id), "found").delivery.status).toBe("accepted");
  expect(of(await ramz.deliveries.report(delivery.id, true), "reported").delivery.used).toBe(true);
  expect(of(await ramz.deliveries.report(delivery.id, false), "already_used").problem.code).toBe(
    "already_used",
  );
  expect(of(await ramz.deliveries.get("none"), "not_found").problem.status).toBe(404);
  const stranger = createRamz({ baseUrl: served.api.url, apiKey: served.stranger.key });
  const refused = await rejectionOf(stranger.deliveries.create({ to, code: "493817" }));
  expect(refused).toContain("own_code_not_allowed");
});

test("a page of a public app needs no key", async () => {
  const page = createPublicRamz({ baseUrl: served.api.url });
  const to = freshNumber();
  expect(await page.start(to)).toEqual({ kind: "sent", to, expiresInS: expect.any(Number) });
  expect(await page.start(to)).toMatchObject({ kind: "wait", retryAfterS: expect.any(Number) });
  expect(await page.start("12")).toMatchObject({
    kind: "number_refused",
    detail: expect.stringMatching(/number/),
  });
  const code = await served.api.codeFor(to);
  expect(await page.check(to, wrong(code))).toMatchObject({ kind: "refused", checksLeft: 4 });
  expect(await page.check(to, "1")).toEqual({ kind: "refused", detail: expect.any(String) });
  expect(await page.check(to, code)).toEqual({ kind: "approved", to, proof: expect.stringMatching(/^ey/) });
});
