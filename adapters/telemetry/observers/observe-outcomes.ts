/** Outcomes as metrics: how many messages went out, how many brought their code back, and after how long; orders as metrics and records. */
import type { Clock } from "../../../domain/ports.ts";
import { createSlowWatch } from "../../../domain/routing/slow-approvals.ts";
import { createThrottledLog } from "../log/throttled-log.ts";
import { recordOf } from "../../../domain/routing/route-records.ts";
import type { Log } from "../log/log.ts";
import type { Outcomes, OutMessage } from "../../../domain/routing/outcomes.ts";
import type { Instruments } from "../metrics.ts";

export interface OutcomeTools {
  readonly instruments: Pick<Instruments, "conversions" | "conversionTime" | "routeChanges">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** A provider's name among those of all chains, by which metrics are counted. */
  readonly labelOf: (provider: string) => string;
}

/** The outcomes, counted as metrics, too. Receipts have metrics of their own. */
export function observeOutcomes(
  outcomes: Outcomes,
  { instruments, clock, log, labelOf }: OutcomeTools,
): Outcomes {
  const { conversions, conversionTime, routeChanges } = instruments;
  const slowed = createSlowWatch();
  const throttled = createThrottledLog(log, clock);
  const labelsOf = ({ provider, operator }: Pick<OutMessage, "provider" | "operator">) => ({
    "otp.provider": labelOf(provider),
    "otp.operator": operator,
  });
  return {
    sent(messages, first) {
      for (const message of messages) conversions.add(1, { ...labelsOf(message), outcome: "sent" });
      outcomes.sent(messages, first);
    },
    approved(message, afterMs, first) {
      conversions.add(1, { ...labelsOf(message), outcome: "approved" });
      conversionTime.record(afterMs / 1_000, labelsOf(message));
      const slow = slowed(message, afterMs);
      if (slow !== null) {
        const { provider, operator } = message;
        const [now, before] = [secondsOf(slow.medianMs), secondsOf(slow.beforeMs)];
        const text = `codes of ${provider} come back late for ${operator}: half of them within ${now} s, ${before} s before`;
        throttled(`slow ${provider} ${operator}`, "warn", text, { provider, operator });
      }
      outcomes.approved(message, afterMs, first);
    },
    withdrawn: (first) => outcomes.withdrawn(first),
    received: (message, state) => outcomes.received(message, state),
    routed(decision) {
      const { kind, operator, mode, route } = decision;
      // A send that goes on is counted already.
      const reasons = kind === "further" ? [] : route.reasons;
      for (const { provider, why } of reasons)
        routeChanges.add(1, { ...labelsOf({ provider, operator }), why, mode });
      const record = recordOf(decision, clock.now());
      const verb = VERBS[kind][mode === "learn" ? "taken" : "monitored"];
      log("info", `${verb} ${record.order}`, { ...record });
      outcomes.routed(decision);
    },
  };
}

const VERBS = {
  first: { taken: "ordered", monitored: "would order" },
  resend: { taken: "ordered again", monitored: "would order again" },
  further: { taken: "goes on in the order", monitored: "would go on in the order" },
} as const;

function secondsOf(ms: number): number {
  return Math.round(ms / 1_000);
}
