/** How verifications end is counted once, however slow the store is that knows. */
import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { type ExpiryWatch, watchExpiry } from "../../../../adapters/telemetry/observers/expiry-poll.ts";
import type { ReadVerdict } from "../../../../domain/verdicts.ts";
import type { Status } from "../../../../domain/ledger/verification.ts";
import type { VerificationView } from "../../../../domain/ledger/verification-view.ts";
import { createSimClock, type SimClock } from "../../../support/sim-clock.ts";

const SECOND_MS = 1_000;
/** Several looks long. */
const SLOW_MS = 15 * SECOND_MS;

let clock: SimClock;
let watch: ExpiryWatch;
let reads: string[];
let ended: Status[];

beforeEach(() => {
  jest.useFakeTimers();
  clock = createSimClock();
  reads = [];
  ended = [];
  watch = watchExpiry(clock, read, (status) => void ended.push(status));
  for (const id of ["a", "b", "c"]) watch.follow(id, "shop", clock.now() + SECOND_MS);
});
afterEach(() => {
  watch.stop();
  jest.useRealTimers();
});

const EXPIRED: Omit<VerificationView, "id"> = {
  recipient: "+989121234567",
  status: "expired",
  purpose: "login",
  channel: "sms",
  locale: "fa",
  provider: null,
  createdAt: 0,
  expiresAt: 0,
  resendAt: 0,
  readAt: 0,
  checksLeft: 5,
  attempts: [],
  traceId: "",
};

async function read({ id }: { readonly id: string }): Promise<ReadVerdict> {
  reads.push(id);
  await clock.sleep(SLOW_MS);
  return { kind: "found", verification: { ...EXPIRED, id } };
}

function pass(seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    jest.advanceTimersByTime(SECOND_MS);
    clock.advance(SECOND_MS);
  }
}

test("each expiry is looked up and counted once, one after the other", () => {
  pass(10);
  expect(reads).toEqual(["a"]);
  pass(90);
  expect(reads).toEqual(["a", "b", "c"]);
  expect(ended).toEqual(["expired", "expired", "expired"]);
});

test("one that is seen to end while others are looked up is not looked up, too", () => {
  pass(10);
  watch.ended("b", "approved");
  pass(90);
  expect(reads).toEqual(["a", "c"]);
  expect(ended).toEqual(["approved", "expired", "expired"]);
});
