/** Follows the chain from entry to entry, and says where it does not hold. */
import type { Secrets } from "../ports.ts";
import type { StoredEntry } from "../storage/store.ts";
import type { ReadEntry } from "./entry.ts";

/** What is wrong, and at which entry. `unlinked`: what stood before it was changed, put in or taken out. */
export interface ChainFault {
  readonly seq: number;
  readonly kind: "unreadable" | "altered" | "missing" | "unlinked";
}

export interface ChainState {
  /** The newest entry; where the chain begins, its seq is 0. */
  readonly last: { readonly seq: number; readonly hash: string };
  readonly faults: readonly ChainFault[];
  /** The first of the entries that no entry with a configured secret vouches for; null when there are none. */
  readonly unprovenFrom: number | null;
}

export const CHAIN_START: ChainState = { last: { seq: 0, hash: "" }, faults: [], unprovenFrom: null };

/** A chain that is followed from an entry in the middle on, which vouches for those before it. */
export function chainFrom({ seq, hash }: Pick<ReadEntry, "seq" | "hash">): ChainState {
  return { last: { seq, hash }, faults: [], unprovenFrom: null };
}

/** The state at the end of a chain that had an entry `seq`: if it ends before, its end was cut off. */
export function knownToReach(state: ChainState, seq: number): ChainState {
  const { last, faults } = state;
  if (last.seq >= seq) return state;
  return { ...state, faults: [...faults, { seq: last.seq + 1, kind: "missing" }] };
}

/** Whether nothing that follows can say more of it: every entry is proven, or a fault was found. */
export function isVouchedFor({ faults, unprovenFrom }: ChainState): boolean {
  return unprovenFrom === null || faults.length > 0;
}

/** The state after one more text, which `entry` was read from; null when it is no entry. */
export function followChain(
  state: ChainState,
  { seq, text }: StoredEntry,
  entry: ReadEntry | null,
  secrets: Pick<Secrets, "digest">,
): ChainState {
  const { last, faults, unprovenFrom } = state;
  if (entry === null)
    return {
      ...state,
      last: { seq, hash: secrets.digest(text) },
      faults: [...faults, { seq, kind: "unreadable" }],
    };
  const isNext = seq === last.seq + 1;
  return {
    last: { seq, hash: entry.hash },
    faults: [
      ...faults,
      ...(isNext ? [] : [{ seq: last.seq + 1, kind: "missing" } as const]),
      ...(entry.proof === "altered" ? [{ seq, kind: "altered" } as const] : []),
      ...(isNext && entry.previous !== last.hash ? [{ seq, kind: "unlinked" } as const] : []),
    ],
    unprovenFrom: unprovenAfter(entry, unprovenFrom),
  };
}

/** A genuine entry vouches for all before it, because its hash holds theirs, unless it was written in doubt. */
function unprovenAfter({ seq, proof, doubtsPrevious }: ReadEntry, before: number | null) {
  if (proof === "secret_gone") return before ?? seq;
  return proof === "genuine" && doubtsPrevious !== true ? null : before;
}
