/** The messages that development providers showed, for the inbox page. Kept in memory, the newest only. */
import type { InboxMessage } from "./plugin.ts";

const KEPT = 200;

export interface Inbox {
  keep(message: InboxMessage): void;
  /** Newest first; those to one number when `to` is given. */
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
