/** What carrying a code does to a ledger: the send is reserved, its attempts are noted, and it is closed. Verifications are left alone. */
import type { Attempt } from "../delivery/attempt.ts";
import type { SendOutcome } from "../delivery/fallback-chain.ts";
import type { EpochMs } from "../time.ts";
import { type Delivery, prunedDeliveries, type ReportedOutcome } from "./delivery.ts";
import { type Ledger, pruned } from "./ledger.ts";
import type { Policy } from "./policy.ts";
import { decideDelivery, type SendRefusal } from "./send-limits.ts";
import { givenBackSend, nextSendAt } from "./sends.ts";
import { withAttempts } from "./verification.ts";

export type DeliveryOpening =
  | { readonly kind: "opened"; readonly ledger: Ledger; readonly sendAt: EpochMs }
  | { readonly kind: "refused"; readonly refusal: SendRefusal };

/** Reserves a send for a delivery. It counts from here on, in the same caps as the sends of verifications. */
export function openDelivery(ledger: Ledger, draft: Delivery, policy: Policy, now: EpochMs): DeliveryOpening {
  const before = pruned(ledger, now);
  const decision = decideDelivery(before, policy, now);
  if (decision.kind !== "allowed") return { kind: "refused", refusal: decision };
  const sendAt = nextSendAt(before.sends, now);
  const { sends, deliveries = [] } = before;
  const opened = {
    ...before,
    sends: [...sends, sendAt],
    deliveries: prunedDeliveries([...deliveries, draft], now),
  };
  return { kind: "opened", ledger: opened, sendAt };
}

export function findDelivery({ deliveries = [] }: Ledger, id: string): Delivery | undefined {
  return deliveries.find((delivery) => delivery.id === id);
}

/** The ledger with these attempts of a delivery noted; null when it was forgotten meanwhile. */
export function noteDelivery(ledger: Ledger, id: string, attempts: readonly Attempt[]): Ledger | null {
  const delivery = findDelivery(ledger, id);
  return delivery === undefined ? null : withDelivery(ledger, withAttempts(delivery, attempts));
}

/** Closes a delivery. When certainly nothing went out, its send is taken back. */
export function closeDelivery(
  ledger: Ledger,
  { id }: Pick<Delivery, "id">,
  sendAt: EpochMs,
  attempts: readonly Attempt[],
  outcome: SendOutcome,
): Ledger {
  // Taken back also when the delivery was forgotten meanwhile.
  return givenBackSend(noteDelivery(ledger, id, attempts) ?? ledger, sendAt, attempts, outcome, "unknown");
}

/** The ledger with what the caller says became of the code. */
export function reportDelivery(ledger: Ledger, delivery: Delivery, outcome: ReportedOutcome): Ledger {
  return withDelivery(ledger, { ...delivery, outcome });
}

function withDelivery(ledger: Ledger, delivery: Delivery): Ledger {
  const { deliveries = [] } = ledger;
  return { ...ledger, deliveries: deliveries.map((old) => (old.id === delivery.id ? delivery : old)) };
}
