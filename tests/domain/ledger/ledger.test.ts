/** Pruning drops what no rule needs, and nothing else. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { emptyLedger, findByPurpose, type Ledger, pruned } from "../../../domain/ledger/ledger.ts";
import { timestampsOf, decideSend } from "../../../domain/ledger/send-limits.ts";
import { DEFAULT_POLICY } from "../../../domain/ledger/policy.ts";
import type { SettledStatus, Verification } from "../../../domain/ledger/verification.ts";
import { ACCEPTED, refused } from "../../support/providers.ts";
import { SIM_START } from "../../support/sim-clock.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, PHONE } from "../../support/world.ts";
import { DAY_MS, SECOND_MS } from "../../../domain/time.ts";

const NOW = SIM_START;
const SETTLED: readonly SettledStatus[] = ["approved", "canceled", "expired", "exhausted", "undelivered"];

const moment = fc.integer({ min: NOW - 2 * DAY_MS, max: NOW });
const moments = fc.array(moment, { maxLength: 30 }).map((all) => all.toSorted((a, b) => a - b));
const settledAs = (id: string, purpose: string, status: SettledStatus, settledAt: number): Verification => ({
  id,
  purpose,
  status,
  settledAt,
  channel: "sms",
  locale: "fa",
  createdAt: settledAt,
  expiresAt: settledAt + 300 * SECOND_MS,
  checksLeft: 1,
  attempts: [],
  traceId: "t",
});
/** Settled in the order in which they are kept, as real ones mostly are. */
const verifications = fc
  .array(fc.tuple(moment, fc.constantFrom(...SETTLED), fc.constantFrom("login", "payment")), {
    maxLength: 20,
  })
  .map((drawn) =>
    drawn
      .toSorted(([a], [b]) => a - b)
      .map(([at, status, purpose], index) => settledAs(`ver_${index}`, purpose, status, at)),
  );
const ledger = fc
  .record({
    sends: moments,
    guesses: moments,
    knownSession: fc.record({ sends: moments, guesses: moments }),
    verifications,
  })
  .map((parts): Ledger => ({ ...emptyLedger("shop", PHONE), ...parts }));

describe("a pruned ledger", () => {
  test("decides the same about the next message, now and later", () => {
    fc.assert(
      fc.property(ledger, fc.nat({ max: 2 * DAY_MS }), (full, laterMs) => {
        // Approvals older than the ten newest settled are forgotten, which only ever lengthens a cool-down.
        const before = { ...full, verifications: full.verifications.slice(-10) };
        for (const level of ["unknown", "known-session"] as const) {
          const decision = (ledgerThen: Ledger) =>
            decideSend(ledgerThen, DEFAULT_POLICY, NOW + laterMs, level);
          expect(decision(pruned(before, NOW))).toEqual(decision(before));
        }
      }),
    );
  });

  test("is not changed by pruning it again", () => {
    fc.assert(
      fc.property(ledger, (full) => Bun.deepEquals(pruned(pruned(full, NOW), NOW), pruned(full, NOW))),
    );
  });

  test("keeps the ten newest settled verifications and no timestamp older than a day", () => {
    fc.assert(
      fc.property(ledger, (full) => {
        const kept = pruned(full, NOW);
        expect(kept.verifications).toEqual(full.verifications.slice(-10));
        const { sends, guesses } = timestampsOf(kept, "known-session");
        expect(
          [...kept.sends, ...kept.guesses, ...sends, ...guesses].every((at) => at > NOW - DAY_MS),
        ).toBeTrue();
      }),
    );
  });
});

test("a check by number means the newest of its purpose when none is pending", () => {
  fc.assert(
    fc.property(ledger, (full) => {
      const newest = full.verifications.filter(({ purpose }) => purpose === "login").at(-1);
      expect(findByPurpose(full, "login", "unknown")).toBe(newest);
    }),
  );
});

test("a verification that was just settled can be read, however many others failed meanwhile", () => {
  const world = createWorld({
    providers: [{ name: "a", answers: [{ says: ACCEPTED }, { says: refused("message") }] }],
  });
  const { id } = verificationIn(world.start());
  world.clock.advance(60 * SECOND_MS);
  for (let press = 0; press < 12; press++) {
    world.start({ purpose: "payment" });
    world.clock.advance(SECOND_MS);
  }
  expect(world.cancel(id).kind).toBe("canceled");
  expect(world.read(id)).toMatchObject({ kind: "found", verification: { status: "canceled" } });
});
