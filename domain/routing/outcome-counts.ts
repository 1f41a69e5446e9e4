/** Counts outcomes in sliding windows, in the background: no answer waits for it, and an outage of the store loses a count. */
import type { Clock } from "../ports.ts";
import type { Count, RateWindows } from "../rate-limits/sliding-window.ts";
import { nullOnOutage } from "../storage/transact.ts";
import type { EpochMs } from "../time.ts";
import { approvedCount, receiptCounts, sentCount } from "./funnel.ts";
import type { Outcomes } from "./outcomes.ts";
import { POINTS, priceCounts, routeCounts } from "./route-windows.ts";

export interface OutcomeCountParts {
  readonly windows: RateWindows;
  readonly clock: Pick<Clock, "now">;
  /** A provider's name among those of all chains. */
  readonly labelOf: (provider: string) => string;
  /** Takes work that no caller waits for. */
  readonly background: (work: Promise<unknown>) => void;
}

export function createOutcomeCounts({ windows, clock, labelOf, background }: OutcomeCountParts): Outcomes {
  const labelled = <M extends { readonly provider: string }>(message: M): M => ({
    ...message,
    provider: labelOf(message.provider),
  });
  const count = (counts: readonly Count[], at: EpochMs) => {
    if (counts.length > 0) background(nullOnOutage(windows.count(counts, at)));
  };
  return {
    sent(messages, first) {
      const [one] = messages;
      if (one === undefined) return;
      const funnel = messages.map((message) => sentCount(labelled(message)));
      if (first === null) return count(funnel, one.send);
      const judged = labelled(first);
      const prices = first.rial === null ? [] : priceCounts(judged, first.rial);
      const learned = routeCounts(judged, "used", POINTS.send, clock.now());
      count([...funnel, ...learned, ...prices], one.send);
    },
    approved(message, _, first) {
      const funnel = approvedCount(labelled(message));
      const points = first?.isInTime === true ? POINTS.inTime : POINTS.late;
      const learned = first === null ? [] : routeCounts(labelled(first), "approved", points, clock.now());
      count([funnel, ...learned], message.send);
    },
    withdrawn: (first) => count(routeCounts(labelled(first), "used", -POINTS.send, clock.now()), first.send),
    received: (message, state) => count(receiptCounts(labelled(message), state), message.send),
    routed() {},
  };
}
