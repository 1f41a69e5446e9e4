/** What `ramz explain` makes of receipts. */
import { expect, test } from "bun:test";
import { adviceFor } from "../../../../app/explain/advice.ts";
import { attemptLines } from "../../../../app/cli/attempt-lines.ts";
import type { ReceiptedAttempt } from "../../../../domain/delivery/attempt.ts";
import type { Receipt } from "../../../../domain/delivery/receipt.ts";
import { createWorld } from "../../../support/world.ts";

const AT = Date.UTC(2026, 0, 5, 12);

function adviceWith(...receipts: readonly (Receipt | undefined)[]): string {
  const world = createWorld();
  const started = world.start();
  if (started.kind !== "sent") throw new Error(started.kind);
  const attempts = receipts.map((receipt, index): ReceiptedAttempt => ({
    send: AT,
    index,
    provider: "a",
    startedAt: AT,
    durationMs: 1,
    outcome: "accepted",
    ...(receipt && { receipt }),
  }));
  return adviceFor({ ...started.verification, attempts }).en;
}

const DELIVERED: Receipt = { state: "delivered", at: AT };
const LOST: Receipt = { state: "undelivered", at: AT };

test("the advice follows the receipts: any delivery, else the newest message", () => {
  expect(adviceWith(DELIVERED)).toContain("the message arrived at the phone");
  expect(adviceWith(DELIVERED, LOST)).toContain("the message arrived at the phone");
  expect(adviceWith(LOST)).toContain("the message did not arrive");
  expect(adviceWith(LOST, undefined)).toContain("That does not prove delivery");
});

test("the line of an attempt ends with its receipt", () => {
  const shown = {
    provider: "a",
    channel: "sms",
    outcome: "accepted",
    started_at: new Date(AT).toISOString(),
    duration_ms: 20,
  } as const;
  const at = shown.started_at;
  expect(
    attemptLines([
      { ...shown, receipt: { state: "undelivered", at, after_ms: 4_210, reason: "11" } },
      { ...shown, receipt: { state: "delivered", at, after_ms: 900 } },
    ]),
  ).toEqual([
    "a  accepted, 20 ms, undelivered after 4210 ms (11)",
    "a  accepted, 20 ms, delivered after 900 ms",
  ]);
});
