/** Messages of development providers, for the inbox page. In memory; only the newest are kept. */
import type { InboxMessage } from "./plugin.ts";
import { type Segments, segmentsOf } from "./sms-segments.ts";

/** Messages that are kept. */
const KEPT_MESSAGES = 200;

/** A message in the inbox. */
export interface KeptMessage extends InboxMessage {
  /** Counts from 1 for each inbox and is never used again. */
  readonly number: number;
  /** Parts of the text as an SMS; undefined when the provider named no text. */
  readonly size?: Segments;
}

/** Called with each new message, and with null when the inbox was cleared. */
export type InboxListener = (message: KeptMessage | null) => void;

export interface Inbox {
  keep(message: InboxMessage): void;
  /** Newest first; only those to one number when `to` is given. */
  list(to?: string): readonly KeptMessage[];
  clear(): void;
  /** Returns what ends the subscription. */
  subscribe(listener: InboxListener): () => void;
}

export function createInbox(): Inbox {
  const messages: KeptMessage[] = [];
  const listeners = new Set<InboxListener>();
  let kept = 0;
  const announce: InboxListener = (message) => {
    for (const listener of listeners) listener(message);
  };
  return {
    keep(message) {
      kept += 1;
      const { text } = message;
      const entry = { ...message, number: kept, ...(text !== undefined && { size: segmentsOf(text) }) };
      messages.unshift(entry);
      messages.length = Math.min(messages.length, KEPT_MESSAGES);
      announce(entry);
    },
    list: (to) => (to === undefined ? [...messages] : messages.filter((message) => message.to === to)),
    clear() {
      messages.length = 0;
      announce(null);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
