/** Breakers over HTTP: a provider that keeps failing is rested, shown as resting, and tried again. */
import { afterAll, afterEach, expect, test } from "bun:test";
import { startKavenegarSimulator } from "../../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { type Api, freshNumber, problemIn, verificationIn } from "../../support/http.ts";
import { callsOf, createShiftedClock, KEY, serving, vendorEnv } from "./serving.ts";

const simulator = await startKavenegarSimulator({ keys: [KEY] });
afterEach(() => simulator.reset());
afterAll(() => simulator.stop());

async function timeline(api: Api): Promise<readonly string[]> {
  const sent = verificationIn(await api.post("/v1/verifications", { to: freshNumber() }));
  return sent.attempts.map(({ provider, outcome, reason = "" }) => `${provider} ${outcome} ${reason}`.trim());
}

const FAILS = ["kavenegar/verify unavailable operation_failed", "kavenegar/sms accepted"];
const SKIPPED = ["kavenegar/verify skipped breaker_open", "kavenegar/sms accepted"];
const WELL = ["kavenegar/verify accepted"];

test("five failures in a row rest a provider; a probe after 30 s fails and doubles the rest; the next one ends it", async () => {
  const clock = createShiftedClock();
  await using ramz = await serving(vendorEnv(simulator), { clock });
  simulator.behave("verify/lookup", { kind: "refuse", code: 402 });
  for (let failure = 0; failure < 5; failure += 1) expect(await timeline(ramz.api)).toEqual(FAILS);
  expect(await timeline(ramz.api)).toEqual(SKIPPED);
  expect(callsOf(simulator)).toEqual([5, 6]);
  expect((await ramz.api.get("/readyz")).body).toMatchObject({
    status: "ready",
    providers: { "kavenegar/verify": "resting", "kavenegar/sms": "able" },
  });
  expect((await ramz.api.get("/metrics")).text).toMatch(
    /^otp_breaker_open\{[^}]*"kavenegar\/verify"[^}]*\} 1/m,
  );

  clock.forward(30_000);
  expect(await timeline(ramz.api)).toEqual(FAILS);
  clock.forward(45_000);
  expect(await timeline(ramz.api)).toEqual(SKIPPED);

  simulator.reset();
  clock.forward(15_000);
  expect(await timeline(ramz.api)).toEqual(WELL);
  expect(await timeline(ramz.api)).toEqual(WELL);
  expect((await ramz.api.get("/readyz")).body).toMatchObject({ providers: { "kavenegar/verify": "able" } });
});

test("only one request probes a rested provider; concurrent requests skip it", async () => {
  const clock = createShiftedClock();
  await using ramz = await serving(vendorEnv(simulator), { clock });
  simulator.behave("verify/lookup", { kind: "refuse", code: 402 }, 5);
  for (let failure = 0; failure < 5; failure += 1) await timeline(ramz.api);
  clock.forward(30_000);
  simulator.behave("verify/lookup", { kind: "slow", delayMs: 150 });
  const beside = await Promise.all(Array.from({ length: 5 }, () => timeline(ramz.api)));
  expect(beside.map((attempts) => attempts.join()).sort()).toEqual(
    [WELL, SKIPPED, SKIPPED, SKIPPED, SKIPPED].map((attempts) => attempts.join()),
  );
});

test("a success between failures resets the count", async () => {
  await using ramz = await serving(vendorEnv(simulator));
  for (let round = 0; round < 3; round += 1) {
    simulator.behave("verify/lookup", { kind: "refuse", code: 402 }, 4);
    for (let failure = 0; failure < 4; failure += 1) expect(await timeline(ramz.api)).toEqual(FAILS);
    expect(await timeline(ramz.api)).toEqual(WELL);
  }
});

test("recipients who block advertising lines do not open the breaker for others", async () => {
  await using ramz = await serving(vendorEnv(simulator, "kavenegar/sms"));
  const text = JSON.stringify({
    return: { status: 200, message: "" },
    entries: [{ messageid: 7, status: 14, statustext: "blocked" }],
  });
  simulator.behave("sms/send", { kind: "body", httpStatus: 200, text }, 8);
  for (let blocked = 0; blocked < 8; blocked += 1) {
    const reply = await ramz.api.post("/v1/verifications", { to: freshNumber() });
    expect([reply.status, problemIn(reply).detail]).toEqual([
      502,
      expect.stringContaining("blocked_by_recipient"),
    ]);
  }
  expect(await timeline(ramz.api)).toEqual(["kavenegar/sms accepted"]);
});
