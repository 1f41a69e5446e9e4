/** What the use cases say of outcomes: which messages of a send went out, which one an approval is credited to, and what routes learn. */
import { type Attempt, mayHaveArrived } from "../delivery/attempt.ts";
import type { Verification } from "../ledger/verification.ts";
import { isMasked, type Recipient } from "../recipient/recipient.ts";
import type { FirstSend } from "../routing/route-windows.ts";
import type { RoutedSend } from "../routing/routing.ts";
import type { OtpContext } from "./context.ts";

/** The attempts that one send added. */
export function noteSent(
  { outcomes, numbering }: OtpContext,
  recipient: Recipient,
  attempts: readonly Attempt[],
  routed: RoutedSend | undefined,
): void {
  const out = attempts.filter(mayHaveArrived);
  if (out.length === 0 || isMasked(recipient)) return;
  const operator = numbering.operator(recipient);
  const first = firstSendIn(attempts, routed);
  const rial = out[0]?.costRial;
  outcomes.sent(
    out.map(({ send, provider }) => ({ send, provider, operator })),
    first && { ...first, rial: rial === undefined ? null : Math.max(0, Math.ceil(rial)) },
  );
}

/** What was approved. Without the number its operator is not known, so nothing is noted. */
export function noteApproved(
  { outcomes, numbering, clock, policy }: OtpContext,
  recipient: Recipient,
  { attempts, routed }: Pick<Verification, "attempts" | "routed">,
): void {
  const newest = attempts.findLast(mayHaveArrived);
  if (newest === undefined || isMasked(recipient)) return;
  const { send, provider } = newest;
  const afterMs = Math.max(0, clock.now() - send);
  const first = firstSendIn(attempts, routed);
  outcomes.approved(
    { send, provider, operator: numbering.operator(recipient) },
    afterMs,
    first && { ...first, isInTime: afterMs < policy.resendWaitMs },
  );
}

/** A canceled verification says nothing about its provider. A send under way is not counted yet: its end sees the cancellation. */
export function noteCanceled(
  { outcomes }: OtpContext,
  { attempts, routed }: Pick<Verification, "attempts" | "routed">,
): void {
  if (attempts.some(({ outcome }) => outcome === "planned")) return;
  const first = firstSendIn(attempts, routed);
  if (first !== null) outcomes.withdrawn(first);
}

/** The first send, while it is the only message that may have arrived: with another one, its approval is credited to none. */
function firstSendIn(attempts: readonly Attempt[], routed: RoutedSend | undefined): FirstSend | null {
  const [hope, ...others] = attempts.filter(mayHaveArrived);
  if (hope === undefined || others.length > 0 || routed?.counted !== true) return null;
  const { operator, chain, send } = routed;
  return hope.send === send ? { operator, chain, send, provider: hope.provider } : null;
}
