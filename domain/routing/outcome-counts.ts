/** Counts outcomes in sliding windows, in the background: no answer waits for it, and an outage of the store loses a count. */
import type { Count, RateWindows } from "../rate-limits/sliding-window.ts";
import { nullOnOutage } from "../storage/transact.ts";
import type { EpochMs } from "../time.ts";
import { approvedCount, receiptCounts, sentCount } from "./funnel.ts";
import type { Outcomes, OutMessage } from "./outcomes.ts";

export interface OutcomeCountParts {
  readonly windows: RateWindows;
  /** A provider's name among those of all chains. */
  readonly labelOf: (provider: string) => string;
  /** Takes work that no caller waits for. */
  readonly background: (work: Promise<unknown>) => void;
}

export function createOutcomeCounts({ windows, labelOf, background }: OutcomeCountParts): Outcomes {
  const labelled = (message: OutMessage): OutMessage => ({
    ...message,
    provider: labelOf(message.provider),
  });
  const count = (counts: readonly Count[], at: EpochMs) =>
    background(nullOnOutage(windows.count(counts, at)));
  return {
    sent(messages) {
      const [first] = messages;
      if (first !== undefined)
        count(
          messages.map((message) => sentCount(labelled(message))),
          first.send,
        );
    },
    approved: (message) => count([approvedCount(labelled(message))], message.send),
    received: (message, state) => count(receiptCounts(labelled(message), state), message.send),
  };
}
