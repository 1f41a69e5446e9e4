/** The development inbox as it changes: new messages at once, what became of their codes within half a second. */
import type { Inbox, KeptMessage } from "../../../adapters/providers/_kit/dev-inbox.ts";
import type { InboxData, InboxEvent, ShownMessage, ShownState } from "./inbox-data.ts";
import type { ReadState } from "./shown-state.ts";

export interface LiveInbox {
  snapshot(): Promise<InboxData>;
  /** Calls `send` with every change from now on. Returns what ends the subscription. */
  subscribe(send: (event: InboxEvent) => void): () => void;
}

/** New messages go out together, so that a load test does not make an event of each. */
const GATHER_MS = 100;
/** One reader for all open pages. A code may be checked, canceled or forgotten anywhere, so the store is asked. */
const READ_MS = 500;

export function createLiveInbox(inbox: Inbox, readState: ReadState): LiveInbox {
  const listeners = new Set<(event: InboxEvent) => void>();
  const states = new Map<string, ShownState>();
  let arrived: ShownMessage[] = [];
  let stop: (() => void) | null = null;

  const send = (event: InboxEvent) => listeners.forEach((listener) => listener(event));

  function flush(): void {
    if (arrived.length === 0) return;
    const messages = arrived.toReversed();
    arrived = [];
    send({ kind: "messages", messages });
  }

  /** Reads what is not settled yet, and returns what changed. */
  async function refresh(): Promise<readonly ShownState[]> {
    const ids = new Set(inbox.list().map(({ verificationId }) => verificationId));
    for (const id of states.keys()) if (!ids.has(id)) states.delete(id);
    const open = [...ids].filter((id) => isOpen(states.get(id)));
    const read = await Promise.all(open.map(readState));
    const changed = read.filter((state) => state !== null && !isSame(state, states.get(state.id)));
    const known = changed.filter((state) => state !== null);
    for (const state of known) states.set(state.id, state);
    return known;
  }

  function start(): () => void {
    const unsubscribe = inbox.subscribe((message) => {
      if (message !== null) return void arrived.push(shownMessage(message));
      arrived = [];
      states.clear();
      send({ kind: "cleared" });
    });
    const gathering = setInterval(flush, GATHER_MS);
    let isReading = false;
    const reading = setInterval(async () => {
      if (isReading) return;
      isReading = true;
      // A store that does not answer is reported by the requests that need it; the page shows what it has.
      const changed = await refresh().catch(() => []);
      isReading = false;
      if (changed.length > 0) send({ kind: "states", states: changed });
    }, READ_MS);
    return () => {
      unsubscribe();
      clearInterval(gathering);
      clearInterval(reading);
      arrived = [];
    };
  }

  return {
    async snapshot() {
      await refresh().catch(() => []);
      return { messages: inbox.list().map(shownMessage), states: Object.fromEntries(states) };
    },
    subscribe(listener) {
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

function isOpen(state: ShownState | undefined): boolean {
  return state === undefined || ["pending", "carrying", "accepted", "uncertain"].includes(state.status);
}

function isSame(one: ShownState, other: ShownState | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shownMessage(message: KeptMessage): ShownMessage {
  const { number, verificationId: id, to, code, channel, sentAt, expiresAt, text, size } = message;
  return {
    number,
    id,
    to,
    code,
    channel,
    sentAt,
    expiresAt,
    ...(text !== undefined && { text }),
    ...(size && { size }),
  };
}
