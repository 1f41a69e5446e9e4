/** What the inbox page shows, as the server gives it and the page keeps it. */
import type { ShownAttempt } from "../pages/timeline.tsx";

export interface ShownMessage {
  /** Counts from 1; no two messages of a process have the same. */
  readonly number: number;
  /** Of the verification or delivery it belongs to. */
  readonly id: string;
  readonly to: string;
  readonly code: string;
  readonly channel: string;
  /** Milliseconds since 1970, as every time here. */
  readonly sentAt: number;
  readonly expiresAt: number;
  readonly text?: string;
  readonly size?: { readonly encoding: "gsm7" | "ucs2"; readonly units: number; readonly segments: number };
}

/** What became of a verification or delivery. */
export interface ShownState {
  readonly id: string;
  readonly app: string;
  readonly purpose: string;
  readonly status: string;
  /** Undefined for a carried code, which is not checked here. */
  readonly checksLeft?: number;
  readonly attempts: readonly ShownAttempt[];
}

export interface InboxData {
  /** Newest first. */
  readonly messages: readonly ShownMessage[];
  readonly states: Readonly<Record<string, ShownState>>;
}

export type InboxEvent =
  | { readonly kind: "snapshot"; readonly data: InboxData }
  | { readonly kind: "messages"; readonly messages: readonly ShownMessage[] }
  | { readonly kind: "states"; readonly states: readonly ShownState[] }
  | { readonly kind: "cleared" };

const EMPTY_INBOX: InboxData = { messages: [], states: {} };

/** As many as the server keeps. */
const SHOWN_MAX = 200;

export function afterEvent(data: InboxData, event: InboxEvent): InboxData {
  switch (event.kind) {
    case "snapshot":
      return event.data;
    case "messages":
      return pruned([...newerThan(data, event.messages), ...data.messages], data.states);
    case "states":
      return {
        ...data,
        states: { ...data.states, ...Object.fromEntries(event.states.map((one) => [one.id, one])) },
      };
    case "cleared":
      return EMPTY_INBOX;
  }
}

/** A message may come in the snapshot and by itself. */
function newerThan({ messages }: InboxData, arrived: readonly ShownMessage[]): readonly ShownMessage[] {
  const newest = messages[0]?.number ?? 0;
  return arrived.filter(({ number }) => number > newest);
}

/** Without the oldest messages, and without states of messages that are gone. */
function pruned(messages: readonly ShownMessage[], states: InboxData["states"]): InboxData {
  if (messages.length <= SHOWN_MAX) return { messages, states };
  const kept = messages.slice(0, SHOWN_MAX);
  const ids = new Set(kept.map(({ id }) => id));
  return {
    messages: kept,
    states: Object.fromEntries(Object.entries(states).filter(([id]) => ids.has(id))),
  };
}

export interface Conversation {
  readonly to: string;
  /** Newest first. */
  readonly messages: readonly ShownMessage[];
}

/** The messages by number; the number with the newest message first. `search` is part of a number, a code or a text. */
export function conversationsOf({ messages }: InboxData, search: string): readonly Conversation[] {
  const wanted = search.trim().toLowerCase().replace(/^0/, "");
  const fits = ({ to, code, text = "" }: ShownMessage) =>
    wanted === "" || [to, code, text.toLowerCase()].some((one) => one.includes(wanted));
  const byNumber = Map.groupBy(messages, ({ to }) => to);
  return [...byNumber]
    .map(([to, all]) => ({ to, messages: all }))
    .filter((conversation) => conversation.messages.some(fits));
}
