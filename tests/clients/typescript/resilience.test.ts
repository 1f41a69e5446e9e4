/** The client repeats what is safe to repeat: no lost answer sends a second code, and no wait is longer than it may be. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createRamz, type Ramz } from "../../../app/clients/typescript/src/index.ts";
import { eventually, freshNumber } from "../../support/http.ts";
import { type FlakyProxy, startFlakyProxy } from "../flaky-proxy.ts";
import { rejectionOf, serveForClients, type Served } from "../served.ts";

let served: Served;
let proxy: FlakyProxy;
let ramz: Ramz;
beforeAll(async () => {
  served = await serveForClients();
  proxy = await startFlakyProxy(served.api.url);
  ramz = createRamz({ baseUrl: proxy.url, apiKey: served.key.key });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
});

const messagesTo = async (to: string) =>
  Object((await served.api.get(`/dev/messages?to=${encodeURIComponent(to)}`)).body).length;

describe("a lost answer", () => {
  test.each(["answer_lost", "not_reached", 503, 502] as const)(
    "(%p) of a start is fetched again, and one code is sent",
    async (fate) => {
      const to = freshNumber();
      proxy.next(fate);
      expect(await ramz.start({ to })).toMatchObject({ kind: "sent", isResent: false });
      expect(proxy.seen).toHaveLength(2);
      expect(new Set(proxy.seen).size).toBe(1);
      expect(await messagesTo(to)).toBe(1);
    },
  );

  test("of a right check is fetched again, with its proof", async () => {
    const to = freshNumber();
    proxy.next();
    await ramz.start({ to });
    proxy.next("answer_lost");
    const code = await served.api.codeFor(to);
    expect(await ramz.check({ to, code })).toMatchObject({ kind: "approved", proof: expect.any(String) });
  });

  test("of a redemption is not: the proof may be spent", async () => {
    const to = freshNumber();
    proxy.next();
    await ramz.start({ to });
    const checked = await ramz.check({ to, code: await served.api.codeFor(to) });
    const proof = checked.kind === "approved" ? checked.proof : "";
    proxy.next("answer_lost");
    expect(await ramz.redeem(proof)).toMatchObject({ kind: "unavailable", problem: null });
    expect(proxy.seen).toEqual(["POST /v1/proofs/redeem"]);
  });

  test("that stays lost is unavailable, after two repetitions", async () => {
    proxy.next("not_reached", "not_reached", "not_reached", "not_reached");
    const result = await ramz.start({ to: freshNumber() });
    expect(result).toMatchObject({ kind: "unavailable", problem: null, cause: expect.anything() });
    expect(proxy.seen).toHaveLength(3);
  });
});

test("a long wait is the caller's: it is answered at once, and asked once", async () => {
  const to = freshNumber();
  proxy.next();
  await ramz.start({ to });
  proxy.next();
  const startedAt = performance.now();
  expect(await ramz.start({ to })).toMatchObject({ kind: "wait", problem: { code: "cooldown" } });
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(proxy.seen).toHaveLength(1);
});

test("a short wait is waited for", async () => {
  await using hasty = await serveForClients({ OTP_RESEND_WAIT_TIME: "1" });
  const to = freshNumber();
  const impatient = createRamz({ baseUrl: hasty.api.url, apiKey: hasty.key.key });
  await impatient.start({ to });
  expect(await impatient.start({ to })).toMatchObject({ kind: "sent", isResent: true });
});

test("a call that the caller ends is ended, and not repeated", async () => {
  // A proxy of its own: the request may arrive after the end of the test.
  await using lost = await startFlakyProxy(served.api.url);
  const ending = new AbortController();
  lost.next("not_reached", "not_reached");
  const call = createRamz({ baseUrl: lost.url }).get("none", { signal: ending.signal });
  ending.abort();
  expect(await rejectionOf(call)).toContain("AbortError");
  expect(lost.seen.length).toBeLessThan(2);
});

test("one that waits to be repeated ends at once, with the caller's reason", async () => {
  await using busy = await startFlakyProxy(served.api.url);
  const ending = new AbortController();
  busy.next("busy");
  const call = createRamz({ baseUrl: busy.url }).get("none", { signal: ending.signal });
  await eventually(
    () => busy.seen.length,
    (seen) => seen === 1,
    1_000,
  );
  await Bun.sleep(100);
  const endedAt = performance.now();
  ending.abort(new Error("the person left"));
  expect(await rejectionOf(call)).toContain("the person left");
  expect(performance.now() - endedAt).toBeLessThan(1_000);
  expect(busy.seen).toHaveLength(1);
});

test("where nothing listens, a call is unavailable", async () => {
  const nowhere = createRamz({ baseUrl: "http://127.0.0.1:9", retries: 0 });
  expect(await nowhere.start({ to: freshNumber() })).toMatchObject({ kind: "unavailable", problem: null });
});
