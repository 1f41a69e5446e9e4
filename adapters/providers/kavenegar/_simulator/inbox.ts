/** Texts that people sent to a line of the account. */
/** A text that arrives at a line. */
export interface Inbound {
  readonly from: string;
  readonly line: string;
  readonly text: string;
}

export interface Inbox {
  arrive(inbound: Inbound): void;
  all(): readonly InboxEntry[];
  markRead(messageIds: ReadonlySet<number>): void;
}

export interface InboxEntry {
  readonly messageid: number;
  readonly message: string;
  readonly sender: string;
  readonly receptor: string;
  /** Unix seconds. */
  readonly date: number;
  readonly isRead: boolean;
}

const FIRST_ID = 35_850_015;

export function createInbox(now: () => number): Inbox {
  let entries: readonly InboxEntry[] = [];
  return {
    arrive({ from, line, text }) {
      const date = Math.floor(now() / 1000);
      const messageid = FIRST_ID + entries.length;
      entries = [...entries, { messageid, message: text, sender: from, receptor: line, date, isRead: false }];
    },
    all: () => entries,
    markRead(messageIds) {
      entries = entries.map((entry) =>
        messageIds.has(entry.messageid) ? { ...entry, isRead: true } : entry,
      );
    },
  };
}
