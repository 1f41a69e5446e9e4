/**
 * V13: a comparison that takes longer the more of a guess is right (`==`; ASVS 5.0, 11.2.4). Measured inside the process: a difference
 * that is not visible here is not visible over a network.
 */
import { describe, expect, test } from "bun:test";
import { createSecrets } from "../../adapters/system/secrets.ts";
import type { LedgerStore } from "../../domain/storage/store.ts";
import { wrong } from "../support/http.ts";
import { createMemoryStore } from "../support/memory-store.ts";
import { otpOver } from "../support/redis/otp.ts";
import { createSeeded } from "../support/seeded.ts";
import { PHONE, START } from "../support/world.ts";
import { mostDifferent, type Contender } from "./welch.ts";

const CHECKS = 20_000;
/** Of the mean times of two kinds of guess; above it the difference is significant. */
const CRITICAL = 4.5;
/** Other work on the machine may disturb a batch; a real difference is in all of them. */
const BATCHES = 3;

const secrets = createSecrets(["a secret of enough length to compare with"]);
const CODE = "482913";
const GUESSES = { "first digit wrong": "582913", "last digit wrong": "482914", right: "482913" };

/** The smallest of the greatest differences of each batch. */
async function difference(contenders: Readonly<Record<string, Contender>>): Promise<number> {
  let least = Infinity;
  for (let batch = 0; batch < BATCHES && least >= CRITICAL; batch++)
    least = Math.min(least, await mostDifferent(contenders, CHECKS, createSeeded(batch)));
  return least;
}

/** A comparison is far shorter than the clock's resolution, so it is repeated many times. */
const repeated = (same: (a: string, b: string) => boolean) =>
  Object.fromEntries(
    Object.entries(GUESSES).map(([name, guess]) => [
      name,
      () => {
        for (let times = 0; times < 40; times++) same(guess, CODE);
      },
    ]),
  );

function leavesEarly(a: string, b: string): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return a.length === b.length;
}

describe("V13 timing: the time of a comparison", () => {
  test("does not depend on how much of a guess is right", async () => {
    const t = await difference(repeated(secrets.same));
    console.log(`comparison: Welch's t ${t.toFixed(2)}`);
    expect(t).toBeLessThan(CRITICAL);
  }, 30_000);

  test("depends on it for a comparison that returns at the first difference, so this measure detects it", async () => {
    const t = await difference(repeated(leavesEarly));
    console.log(`comparison that leaves early: Welch's t ${t.toFixed(2)}`);
    expect(t).toBeGreaterThan(CRITICAL);
  }, 30_000);
});

describe("V13 timing: the time of a check", () => {
  test("does not depend on how much of a guess is right", async () => {
    const { otp, code, id } = await begun();
    const [first, last] = [wrong(code, 100_000), wrong(code)];
    const check = (guess: string) => async () => void (await otp.check({ app: START.app, id, code: guess }));
    const t = await difference({ "first digit wrong": check(first), "last digit wrong": check(last) });
    console.log(`check: Welch's t ${t.toFixed(2)}`);
    expect(t).toBeLessThan(CRITICAL);
  }, 30_000);
});

/** The real use cases with a pending code, over a store that forgets saves, so that every check loads the same ledger. */
async function begun() {
  const kept = createMemoryStore({
    now: Date.now,
    timer: () => ({ elapsed: Promise.resolve(), cancel() {} }),
  });
  let forgetful = false;
  const store: LedgerStore = {
    ...kept,
    save: async (...saving) => (forgetful ? "saved" : kept.save(...saving)),
  };
  let code = "";
  const otp = otpOver(store, (message) => void (code = message.code));
  const verdict = await otp.start({ ...START, to: PHONE });
  if (verdict.kind !== "sent") throw new Error(`not sent: ${verdict.kind}`);
  forgetful = true;
  return { otp, code, id: verdict.verification.id };
}
