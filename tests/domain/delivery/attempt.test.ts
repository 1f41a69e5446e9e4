/** What a provider answers is checked, not believed; what was interrupted may have gone out. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Attempt, attemptAt } from "../../../domain/delivery/attempt.ts";
import { readDeliveryResult } from "../../../domain/delivery/provider.ts";
import { ACCEPTED, type Answer } from "../../support/providers.ts";
import { verificationIn } from "../../support/steps.ts";
import { createWorld, KEY } from "../../support/world.ts";

const word = fc.string();
const fact = fc.record(
  { vendorCode: word, messageId: word, costRial: fc.nat({ max: 1_000_000_000 }) },
  { requiredKeys: [] },
);
const result = fc.oneof(
  fact.map((facts) => ({ outcome: "accepted", ...facts })),
  fc.tuple(fact, word).map(([facts, reason]) => ({ outcome: "unknown", reason, ...facts })),
  fc.tuple(fact, word).map(([facts, reason]) => ({ outcome: "unavailable", reason, ...facts })),
  fc
    .tuple(fact, word, fc.constantFrom("recipient", "message", "account"))
    .map(([facts, reason, fault]) => ({ outcome: "refused", fault, reason, ...facts })),
);

describe("the answer of a provider", () => {
  test("passes unchanged when it is well-formed", () => {
    fc.assert(fc.property(result, (answer) => Bun.deepEquals(readDeliveryResult(answer, "918273"), answer)));
  });

  test("loses what is not part of an answer", () => {
    const answer = { outcome: "accepted", messageId: "7", raw: { apiKey: "s3cret" }, costRial: "12" };
    expect(readDeliveryResult(answer, "918273")).toEqual({ outcome: "accepted", messageId: "7" });
  });

  test("says of a refusal whether it is about the number alone; the ledger keeps the refusal as it is", () => {
    const says = { outcome: "refused", fault: "message", reason: "blocked", numberOnly: true } as const;
    expect(readDeliveryResult(says, "918273")).toEqual(says);
    expect(readDeliveryResult({ ...says, numberOnly: "yes" }, "918273")).not.toHaveProperty("numberOnly");
    const world = createWorld({ providers: [{ name: "a", answers: [{ says }] }] });
    world.start();
    expect(world.store.peek(KEY)?.verifications[0]?.attempts[0]).not.toHaveProperty("numberOnly");
  });

  test("loses a price beyond reason, and the rest of a text without end", () => {
    for (const costRial of [1e9 + 1, 1e300, -1e300, NaN, Infinity])
      expect(readDeliveryResult({ outcome: "accepted", costRial }, "918273")).toEqual({
        outcome: "accepted",
      });
    const long = { outcome: "unknown", reason: "r".repeat(5_000), vendorCode: "v".repeat(5_000) };
    expect(readDeliveryResult(long, "918273")).toEqual({
      outcome: "unknown",
      reason: "r".repeat(200),
      vendorCode: "v".repeat(200),
    });
  });

  const malformed: readonly unknown[] = [
    null,
    undefined,
    "accepted",
    42,
    [],
    {},
    { outcome: "delivered" },
    { outcome: "refused", reason: "sender_invalid" },
    { outcome: "refused", fault: "vendor", reason: "sender_invalid" },
    { outcome: "unavailable" },
    { outcome: "unknown", reason: 500 },
  ];
  test.each(malformed.map((answer) => [answer] as const))(
    "is nothing when it is not well-formed: %p",
    (answer) => {
      expect(readDeliveryResult(answer, "918273")).toBeNull();
    },
  );

  test("is one of the known words, whatever it was", () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        const outcome = readDeliveryResult(answer, "918273")?.outcome ?? "accepted";
        expect(["accepted", "refused", "unavailable", "unknown"]).toContain(outcome);
      }),
    );
  });
});

describe("an attempt", () => {
  test.each<[string, Answer, string, number]>([
    ["that hangs is unknown once its time is over", { says: "hangs" }, "timeout", 8_250],
    ["that answers too late is unknown", { says: ACCEPTED, afterMs: 8_300 }, "timeout", 8_250],
    ["that throws is unknown", { says: "throws", afterMs: 40 }, "provider_failed", 40],
    ["that answers nonsense is unknown", { says: "nonsense" }, "provider_answered_nonsense", 0],
  ])("%s", (_rule, answer, reason, durationMs) => {
    const world = createWorld({ providers: [{ name: "a", answers: [answer] }] });
    const { attempts } = verificationIn(world.start());
    expect(attempts).toMatchObject([{ provider: "a", outcome: "unknown", reason, durationMs }]);
  });

  test("keeps the vendor's own facts", () => {
    const says = { outcome: "accepted", messageId: "8792343", vendorCode: "200", costRial: 120 } as const;
    const world = createWorld({ providers: [{ name: "a", answers: [{ says, afterMs: 40 }] }] });
    expect(verificationIn(world.start()).attempts).toMatchObject([{ ...says, durationMs: 40 }]);
  });

  test("still planned long after its call must have ended reads as unknown, and not a moment before", () => {
    const planned: Attempt = {
      send: 1,
      index: 0,
      provider: "a",
      startedAt: 1_000,
      durationMs: 0,
      outcome: "planned",
    };
    expect(attemptAt(planned, 1_000 + 15_000, 15_000)).toBe(planned);
    expect(attemptAt(planned, 1_000 + 15_001, 15_000)).toMatchObject({
      outcome: "unknown",
      reason: "interrupted",
    });
  });

  test("that ended reads the same for ever", () => {
    const ended: Attempt = {
      send: 1,
      index: 0,
      provider: "a",
      startedAt: 0,
      durationMs: 5,
      outcome: "unavailable",
    };
    expect(attemptAt(ended, 1e12, 15_000)).toBe(ended);
  });
});
