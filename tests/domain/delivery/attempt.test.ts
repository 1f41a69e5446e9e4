/** Results of providers are validated, and an interrupted attempt may have gone out. */
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

describe("the result of a provider", () => {
  test("passes unchanged when it is valid", () => {
    fc.assert(fc.property(result, (answer) => Bun.deepEquals(readDeliveryResult(answer, "918273"), answer)));
  });

  test("loses fields that are not part of a result", () => {
    const answer = { outcome: "accepted", messageId: "7", raw: { apiKey: "s3cret" }, costRial: "12" };
    expect(readDeliveryResult(answer, "918273")).toEqual({ outcome: "accepted", messageId: "7" });
  });

  test("may mark a refusal as about the number only; the ledger does not store the mark", () => {
    const says = { outcome: "refused", fault: "message", reason: "blocked", numberOnly: true } as const;
    expect(readDeliveryResult(says, "918273")).toEqual(says);
    expect(readDeliveryResult({ ...says, numberOnly: "yes" }, "918273")).not.toHaveProperty("numberOnly");
    const world = createWorld({ providers: [{ name: "a", answers: [{ says }] }] });
    world.start();
    expect(world.store.peek(KEY)?.verifications[0]?.attempts[0]).not.toHaveProperty("numberOnly");
  });

  test("may name what it was sent with, without the code; the ledger keeps it", () => {
    const sentWith = { kind: "template", name: "verify" } as const;
    const says = { outcome: "accepted", sentWith } as const;
    expect(readDeliveryResult(says, "918273")).toEqual(says);
    const coded = { outcome: "accepted", sentWith: { kind: "line", name: "1000 918273" } };
    expect(readDeliveryResult(coded, "918273")?.sentWith).toEqual({ kind: "line", name: "1000 ***" });
    for (const wrong of [null, "verify", { kind: "key", name: "x" }, { kind: "line", name: 7 }])
      expect(readDeliveryResult({ outcome: "accepted", sentWith: wrong }, "918273")).toEqual({
        outcome: "accepted",
      });
    const world = createWorld({ providers: [{ name: "a", answers: [{ says }] }] });
    world.start();
    expect(world.store.peek(KEY)?.verifications[0]?.attempts[0]?.sentWith).toEqual(sentWith);
  });

  test("loses an absurd price, and the rest of an overlong text", () => {
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
  test.each(malformed.map((answer) => [answer] as const))("is null when it is not valid: %p", (answer) => {
    expect(readDeliveryResult(answer, "918273")).toBeNull();
  });

  test("has one of the known outcomes, whatever the input", () => {
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
    ["that hangs is unknown once its deadline is over", { says: "hangs" }, "timeout", 8_250],
    ["that answers too late is unknown", { says: ACCEPTED, afterMs: 8_300 }, "timeout", 8_250],
    ["that throws is unknown", { says: "throws", afterMs: 40 }, "provider_failed", 40],
    ["that returns an invalid result is unknown", { says: "nonsense" }, "provider_answered_nonsense", 0],
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

  test("that is planned reads as unknown once its call must have ended, and not a millisecond before", () => {
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

  test("that ended always reads the same", () => {
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
