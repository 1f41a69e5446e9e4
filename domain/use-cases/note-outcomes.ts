/** What the use cases say of outcomes: which messages of a send went out, and which one an approval is credited to. */
import { type Attempt, mayHaveArrived } from "../delivery/attempt.ts";
import { isMasked, type Recipient } from "../recipient/recipient.ts";
import type { OtpContext } from "./context.ts";

/** The attempts that one send added. */
export function noteSent(
  { outcomes, numbering }: OtpContext,
  recipient: Recipient,
  attempts: readonly Attempt[],
): void {
  const out = attempts.filter(mayHaveArrived);
  if (out.length === 0 || isMasked(recipient)) return;
  const operator = numbering.operator(recipient);
  outcomes.sent(out.map(({ send, provider }) => ({ send, provider, operator })));
}

/** The attempts of what was approved, oldest first. Without the number its operator is not known, so nothing is noted. */
export function noteApproved(
  { outcomes, numbering, clock }: OtpContext,
  recipient: Recipient,
  attempts: readonly Attempt[],
): void {
  const newest = attempts.findLast(mayHaveArrived);
  if (newest === undefined || isMasked(recipient)) return;
  const { send, provider } = newest;
  const afterMs = Math.max(0, clock.now() - send);
  outcomes.approved({ send, provider, operator: numbering.operator(recipient) }, afterMs);
}
