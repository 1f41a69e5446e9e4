/** Messages of development providers, for the inbox page. In memory; only the newest are kept. */
import type { InboxMessage } from "./plugin.ts";

const KEPT = 200;

export interface Inbox {
  keep(message: InboxMessage): void;
  /** Newest first; only those to one number when `to` is given. */
  list(to?: string): readonly InboxMessage[];
}

export function createInbox(): Inbox {
  const messages: InboxMessage[] = [];
  return {
    keep(message) {
      messages.unshift(message);
      messages.length = Math.min(messages.length, KEPT);
    },
    list: (to) => (to === undefined ? [...messages] : messages.filter((message) => message.to === to)),
  };
}
