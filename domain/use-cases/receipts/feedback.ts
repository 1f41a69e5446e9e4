/** Feedback to vendors: what became of a message that they carried. Best effort, beside the answer, never in its path. */
import type { Provider } from "../../delivery/provider.ts";
import type { FeedbackMessage, FeedbackOutcome } from "../../delivery/receipt.ts";
import type { Clock } from "../../ports.ts";
import { SECOND_MS, withTimeout } from "../../time.ts";

/** What one call may take, and how many may be under way; more are not made. */
const CALL_MS = 5 * SECOND_MS;
const CALLS_MAX = 50;

export interface Feedback {
  /** Calls the vendor beside the answer, once. */
  give(provider: Provider, outcome: FeedbackOutcome, message: FeedbackMessage): void;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
}

export function createFeedback(clock: Clock): Feedback {
  const underWay = new Set<Promise<void>>();

  async function call(provider: Provider, outcome: FeedbackOutcome, message: FeedbackMessage): Promise<void> {
    try {
      const answer = provider.feedback?.(outcome, message, clock.now() + CALL_MS) ?? Promise.resolve();
      await withTimeout(clock.timer(CALL_MS), answer);
    } catch {
      // The message was delivered or canceled all the same.
    }
  }

  return {
    give(provider, outcome, message) {
      if (underWay.size >= CALLS_MAX) return;
      const running = call(provider, outcome, message).finally(() => underWay.delete(running));
      underWay.add(running);
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

/** Tells nothing. */
export const noFeedback: Feedback = { give() {}, settled: async () => {} };
