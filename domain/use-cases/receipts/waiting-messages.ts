/** The messages of one vendor account that wait for a receipt, with the times at which the vendor is asked about each. */
import type { EpochMs } from "../../time.ts";

export interface WaitingMessages {
  /** Asks about the message at each of these times, in rising order, and never after `until`. Asking sooner keeps the first `until`. */
  add(messageId: string, askedAt: readonly EpochMs[], until: EpochMs): void;
  /** At most `most` messages that are to be asked about at `now`. Those whose time is over wait no longer. */
  due(now: EpochMs, most: number): readonly string[];
  /** The message was asked about: it waits for its next time, or no longer. */
  asked(messageId: string, now: EpochMs): void;
  /** Its times from now on; none when it does not wait. */
  timesOf(messageId: string): readonly EpochMs[];
  delete(messageId: string): void;
  readonly size: number;
}

interface Waiting {
  readonly times: readonly EpochMs[];
  readonly until: EpochMs;
}

/** Beyond this number new messages are not asked about: a receipt only tells, and must not fill the memory. */
const WAITING_MAX = 50_000;

export function createWaitingMessages(): WaitingMessages {
  const messages = new Map<string, Waiting>();
  const timesOf = (messageId: string) => messages.get(messageId)?.times ?? [];
  return {
    add(messageId, askedAt, until) {
      const known = messages.get(messageId);
      const times = askedAt.filter((at) => at <= (known?.until ?? until));
      if (times.length > 0 && (messages.size < WAITING_MAX || known !== undefined))
        messages.set(messageId, { times, until: known?.until ?? until });
    },
    due(now, most) {
      const found: string[] = [];
      for (const [messageId, { times, until }] of messages) {
        const [next = Infinity] = times;
        if (until < now) messages.delete(messageId);
        else if (next <= now && found.push(messageId) >= most) break;
      }
      return found;
    },
    asked(messageId, now) {
      const waiting = messages.get(messageId);
      if (waiting === undefined) return;
      const later = waiting.times.filter((at) => at > now);
      if (later.length > 0) messages.set(messageId, { ...waiting, times: later });
      else messages.delete(messageId);
    },
    timesOf,
    delete: (messageId) => void messages.delete(messageId),
    get size() {
      return messages.size;
    },
  };
}
