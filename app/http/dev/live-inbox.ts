/** The development inbox as it changes: new messages at once, what became of their codes within half a second. */
import type { Inbox, KeptMessage } from "../../../adapters/providers/_kit/dev-inbox.ts";
import { createKnownStates } from "./known-states.ts";
import type { InboxEvent, ShownMessage, ShownState } from "./inbox-data.ts";
import type { ReadState } from "./shown-state.ts";

export type Snapshot = Extract<InboxEvent, { readonly kind: "snapshot" }>;

export interface LiveInbox {
  /** Where things stand, as the event that a page gets first. */
  snapshot(): Promise<Snapshot>;
  /** Calls `send` with every change from now on. Returns what ends the subscription. */
  subscribe(send: (event: InboxEvent) => void): () => void;
}

/** What is new goes out together, so that a load test does not make an event of each message. */
const GATHER_MS = 100;
/**
 * One reader for all open pages. It reads a few codes at a time, because other requests wait meanwhile, and all 200 that are kept within half
 * a second.
 */
const READ_MS = 25;
const READ_AT_ONCE = 10;

export function createLiveInbox(inbox: Inbox, readState: ReadState): LiveInbox {
  const listeners = new Set<(event: InboxEvent) => void>();
  const states = createKnownStates(inbox, readState);
  let arrived: ShownMessage[] = [];
  let changed: ShownState[] = [];
  let stop: (() => void) | null = null;
  let catchingUp: Promise<Snapshot> | null = null;

  const send = (event: InboxEvent) => listeners.forEach((listener) => listener(event));

  function flush(): void {
    const [messages, news] = [arrived.toReversed(), changed];
    [arrived, changed] = [[], []];
    if (messages.length > 0) send({ kind: "messages", messages });
    if (news.length > 0) send({ kind: "states", states: news });
  }

  function start(): () => void {
    [arrived, changed] = [[], []];
    const unsubscribe = inbox.subscribe((message) => {
      if (message !== null) return void arrived.push(shownMessage(message));
      [arrived, changed] = [[], []];
      states.clear();
      send({ kind: "cleared" });
    });
    let isReading = false;
    let left: readonly string[] = [];
    const reading = setInterval(async () => {
      if (isReading) return;
      isReading = true;
      if (left.length === 0) left = states.open();
      const next = left.slice(0, READ_AT_ONCE);
      left = left.slice(READ_AT_ONCE);
      changed.push(...(await states.read(next)));
      isReading = false;
    }, READ_MS);
    const gathering = setInterval(flush, GATHER_MS);
    return () => {
      unsubscribe();
      clearInterval(gathering);
      clearInterval(reading);
      [arrived, changed] = [[], []];
    };
  }

  async function caughtUp(): Promise<Snapshot> {
    const ids = states.open();
    // Where pages are open, what is known is at most half a second old.
    const missing = stop === null ? ids : ids.filter((id) => !states.has(id));
    for (let from = 0; from < missing.length; from += READ_AT_ONCE)
      changed.push(...(await states.read(missing.slice(from, from + READ_AT_ONCE))));
    const data = { messages: inbox.list().map(shownMessage), states: states.all() };
    return { kind: "snapshot", data };
  }

  return {
    snapshot() {
      // Pages that open together get the same one.
      catchingUp ??= caughtUp().finally(() => (catchingUp = null));
      return catchingUp;
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
