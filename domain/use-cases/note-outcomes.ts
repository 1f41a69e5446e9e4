/** What the use cases say of outcomes: which messages of a send went out, which one an approval is credited to, and what routes learn. */
import { type Attempt, mayHaveArrived } from "../delivery/attempt.ts";
import type { Verification } from "../ledger/verification.ts";
import { isMasked, type Recipient } from "../recipient/recipient.ts";
import type { FirstSend } from "../routing/route-windows.ts";
import type { RoutedSend } from "../routing/routing.ts";
import type { OtpContext } from "./context.ts";

/** The operator under which every message of a verification counts: the one that its first send was ordered for, else the plan's. */
export function operatorOf(
  { numbering }: Pick<OtpContext, "numbering">,
  recipient: Recipient,
  routed: RoutedSend | undefined,
): string {
  return routed?.operator ?? numbering.operator(recipient);
}

/** The attempts that one send added to a verification. `taught`: the route that is to be learned from, if any. */
export function noteSent(
  context: OtpContext,
  recipient: Recipient,
  attempts: readonly Attempt[],
  { routed, taught }: { readonly routed: RoutedSend | undefined; readonly taught: RoutedSend | undefined },
): void {
  const out = attempts.filter(mayHaveArrived);
  if (out.length === 0 || isMasked(recipient)) return;
  const operator = operatorOf(context, recipient, routed);
  const first = firstSendIn(attempts, taught);
  const rial = out[0]?.costRial;
  context.outcomes.sent(
    out.map(({ send, provider }) => ({ send, provider, operator })),
    first && { ...first, rial: rial === undefined ? null : Math.max(0, Math.ceil(rial)) },
  );
}

/** What was approved. Without the number its operator is not known, so nothing is noted. */
export function noteApproved(
  context: OtpContext,
  recipient: Recipient,
  { attempts, routed }: Pick<Verification, "attempts" | "routed">,
): void {
  const newest = attempts.findLast(mayHaveArrived);
  if (newest === undefined || isMasked(recipient)) return;
  const { outcomes, clock, policy } = context;
  const { send, provider } = newest;
  const afterMs = Math.max(0, clock.now() - send);
  const first = firstSendIn(attempts, routed);
  outcomes.approved(
    { send, provider, operator: operatorOf(context, recipient, routed) },
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
