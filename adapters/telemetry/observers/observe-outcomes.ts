/** Outcomes as metrics: how many messages went out, how many brought their code back, and after how long; orders as metrics and records. */
import type { Clock } from "../../../domain/ports.ts";
import { recordOf } from "../../../domain/routing/route-records.ts";
import type { Log } from "../log/log.ts";
import type { Outcomes, OutMessage } from "../../../domain/routing/outcomes.ts";
import type { Instruments } from "../metrics.ts";

export interface OutcomeTools {
  readonly instruments: Pick<Instruments, "conversions" | "conversionTime" | "routeChanges">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

/** The outcomes, counted as metrics, too. Receipts have metrics of their own. */
export function observeOutcomes(outcomes: Outcomes, { instruments, clock, log }: OutcomeTools): Outcomes {
  const { conversions, conversionTime, routeChanges } = instruments;
  return {
    sent(messages, first) {
      for (const message of messages) conversions.add(1, { ...labelsOf(message), outcome: "sent" });
      outcomes.sent(messages, first);
    },
    approved(message, afterMs, first) {
      conversions.add(1, { ...labelsOf(message), outcome: "approved" });
      conversionTime.record(afterMs / 1_000, labelsOf(message));
      outcomes.approved(message, afterMs, first);
    },
    withdrawn: (first) => outcomes.withdrawn(first),
    received: (message, state) => outcomes.received(message, state),
    routed(decision) {
      const { operator, mode, route } = decision;
      for (const { provider, why } of route.reasons)
        routeChanges.add(1, { ...labelsOf({ provider, operator }), why, mode });
      const record = recordOf(decision, clock.now());
      const verb = mode === "learn" ? "ordered" : "would order";
      log("info", `${verb} ${record.order}`, { ...record });
      outcomes.routed(decision);
    },
  };
}

function labelsOf({ provider, operator }: Pick<OutMessage, "provider" | "operator">) {
  return { "otp.provider": provider, "otp.operator": operator };
}
