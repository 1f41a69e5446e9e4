/** What is known of the codes in the inbox. A code may be checked, canceled or forgotten anywhere, so the store is asked. */
import type { Inbox } from "../../../adapters/providers/_kit/dev-inbox.ts";
import type { ShownState } from "./inbox-data.ts";
import type { ReadState } from "./shown-state.ts";

export interface KnownStates {
  /** Codes that may still change, those of the newest messages first. Forgets the states of messages that are gone. */
  open(): readonly string[];
  has(id: string): boolean;
  /** Reads these and returns what changed. A store that does not answer is reported by the requests that need it. */
  read(ids: readonly string[]): Promise<readonly ShownState[]>;
  all(): Readonly<Record<string, ShownState>>;
  clear(): void;
}

export function createKnownStates(inbox: Inbox, readState: ReadState): KnownStates {
  const states = new Map<string, ShownState>();
  return {
    open() {
      const ids = new Set(inbox.list().map(({ verificationId }) => verificationId));
      for (const id of states.keys()) if (!ids.has(id)) states.delete(id);
      return [...ids].filter((id) => isOpen(states.get(id)));
    },
    has: (id) => states.has(id),
    async read(ids) {
      const read = await Promise.all(ids.map((id) => readState(id).catch(() => null)));
      const changed = read.filter((state) => state !== null && !isSame(state, states.get(state.id)));
      const known = changed.filter((state) => state !== null);
      for (const state of known) states.set(state.id, state);
      return known;
    },
    all: () => Object.fromEntries(states),
    clear: () => states.clear(),
  };
}

function isOpen(state: ShownState | undefined): boolean {
  return state === undefined || ["pending", "carrying", "accepted", "uncertain"].includes(state.status);
}

function isSame(one: ShownState, other: ShownState | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
