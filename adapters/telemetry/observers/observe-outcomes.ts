/** Outcomes as metrics: how many messages went out, how many brought their code back, and after how long. */
import type { Outcomes, OutMessage } from "../../../domain/routing/outcomes.ts";
import type { Instruments } from "../metrics.ts";

/** The outcomes, counted as metrics, too. Receipts have metrics of their own. */
export function observeOutcomes(
  outcomes: Outcomes,
  { conversions, conversionTime }: Pick<Instruments, "conversions" | "conversionTime">,
): Outcomes {
  return {
    sent(messages) {
      for (const message of messages) conversions.add(1, { ...labelsOf(message), outcome: "sent" });
      outcomes.sent(messages);
    },
    approved(message, afterMs) {
      conversions.add(1, { ...labelsOf(message), outcome: "approved" });
      conversionTime.record(afterMs / 1_000, labelsOf(message));
      outcomes.approved(message, afterMs);
    },
    received: (message, state) => outcomes.received(message, state),
  };
}

function labelsOf({ provider, operator }: OutMessage) {
  return { "otp.provider": provider, "otp.operator": operator };
}
