/** Which vendors hear of the end of a verification. */
import { type Attempt, mayHaveArrived } from "../../delivery/attempt.ts";
import type { FeedbackOutcome } from "../../delivery/receipt.ts";
import { findById, type Ledger } from "../../ledger/ledger.ts";
import { REDACTED } from "../../redaction.ts";
import type { OtpContext } from "../context.ts";
import { providerOf } from "./expect-receipts.ts";

/**
 * Gives feedback on the messages of a verification. An approval is credited to a message only when no other one can have brought the
 * code, since all of them carry the same. A cancellation concerns every message.
 */
export function giveFeedback(
  context: OtpContext,
  ledger: Ledger,
  id: string,
  outcome: FeedbackOutcome,
  code?: string,
): void {
  giveFeedbackOn(context, findById(ledger, id)?.attempts ?? [], outcome, code);
}

/** The same for these attempts. */
export function giveFeedbackOn(
  context: OtpContext,
  attempts: readonly Attempt[],
  outcome: FeedbackOutcome,
  code?: string,
): void {
  const arrived = attempts.filter(mayHaveArrived);
  if (outcome === "approved" && arrived.length !== 1) return;
  for (const attempt of arrived) {
    const { messageId } = attempt;
    const provider = providerOf(context, attempt);
    if (messageId === undefined || messageId.includes(REDACTED) || provider?.feedback === undefined) continue;
    if (provider.feedbackOn?.includes(outcome) === false) continue;
    context.feedback.give(provider, outcome, { messageId, ...(code !== undefined && { code }) });
  }
}
