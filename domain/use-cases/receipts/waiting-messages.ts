/** The messages of one vendor account that wait for a receipt, with the times at which the vendor is asked about each. */
import type { EpochMs } from "../../time.ts";

export interface WaitingMessages {
  /** Asks about the message at each of these times, in rising order. */
  add(messageId: string, askedAt: readonly EpochMs[]): void;
  /** At most `most` messages that are to be asked about at `now`. */
  due(now: EpochMs, most: number): readonly string[];
  /** The message was asked about: it waits for its next time, or no longer. */
  asked(messageId: string, now: EpochMs): void;
  /** Its times from now on; none when it does not wait. */
  timesOf(messageId: string): readonly EpochMs[];
  delete(messageId: string): void;
}

/** Beyond this number new messages are not asked about: a receipt only tells, and must not fill the memory. */
const WAITING_MAX = 50_000;

export function createWaitingMessages(): WaitingMessages {
  const times = new Map<string, readonly EpochMs[]>();
  const timesOf = (messageId: string) => times.get(messageId) ?? [];
  return {
    add(messageId, askedAt) {
      if (askedAt.length > 0 && (times.size < WAITING_MAX || times.has(messageId)))
        times.set(messageId, askedAt);
    },
    due(now, most) {
      const found: string[] = [];
      for (const [messageId, [next = Infinity]] of times) {
        if (next <= now && found.push(messageId) >= most) break;
      }
      return found;
    },
    asked(messageId, now) {
      const later = timesOf(messageId).filter((at) => at > now);
      if (later.length > 0) times.set(messageId, later);
      else times.delete(messageId);
    },
    timesOf,
    delete: (messageId) => void times.delete(messageId),
  };
}
