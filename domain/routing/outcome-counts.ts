/** Counts outcomes in sliding windows, in the background: no answer waits for it, and an outage of the store, or a crash, loses the last ones. */
import type { Clock } from "../ports.ts";
import type { RateWindows } from "../rate-limits/sliding-window.ts";
import { createBatchedCounts } from "./batched-counts.ts";
import { approvedCount, receiptCounts, sentCount } from "./funnel.ts";
import type { Outcomes } from "./outcomes.ts";
import { POINTS, priceCounts, routeCounts } from "./route-windows.ts";

export interface OutcomeCountParts {
  readonly windows: RateWindows;
  readonly clock: Clock;
  /** A provider's name among those of all chains. */
  readonly labelOf: (provider: string) => string;
  /** Whether the funnel is read; routes learn without it. */
  readonly isFunnelRead: boolean;
  /** Takes work that no caller waits for. */
  readonly background: (work: Promise<unknown>) => void;
}

export function createOutcomeCounts({
  windows,
  clock,
  labelOf,
  isFunnelRead,
  background,
}: OutcomeCountParts): Outcomes {
  const labelled = <M extends { readonly provider: string }>(message: M): M => ({
    ...message,
    provider: labelOf(message.provider),
  });
  const count = createBatchedCounts({ windows, clock, background });
  return {
    sent(messages, first) {
      const [one] = messages;
      if (one === undefined) return;
      const funnel = isFunnelRead ? messages.map((message) => sentCount(labelled(message))) : [];
      if (first === null) return count(funnel, one.send);
      const judged = labelled(first);
      const prices = first.rial === null ? [] : priceCounts(judged, first.rial);
      const learned = routeCounts(judged, "used", POINTS.send, clock.now());
      count([...funnel, ...learned, ...prices], one.send);
    },
    approved(message, _, first) {
      const funnel = isFunnelRead ? [approvedCount(labelled(message))] : [];
      const points = first?.isInTime === true ? POINTS.inTime : POINTS.late;
      const learned = first === null ? [] : routeCounts(labelled(first), "approved", points, clock.now());
      count([...funnel, ...learned], message.send);
    },
    withdrawn: (first) => count(routeCounts(labelled(first), "used", -POINTS.send, clock.now()), first.send),
    received(message, state) {
      if (isFunnelRead) count(receiptCounts(labelled(message), state), message.send);
    },
    routed() {},
  };
}
