/** Verifies the trail, or a part of it: entry by entry, in pages. */
import type { Secrets } from "../ports.ts";
import type { AuditStore } from "../storage/store.ts";
import { CHAIN_START, chainFrom, type ChainState, followChain, isVouchedFor, knownToReach } from "./chain.ts";
import { type ReadEntry, readEntry } from "./entry.ts";

/** The newest `limit` entries before the entry `before`: left out, all of them, and up to the end. */
export interface TrailPart {
  readonly before?: number;
  readonly limit?: number;
}

/** What was found in a part, and its first and last entry; an empty one ends before it begins. */
export interface Verified extends ChainState {
  readonly from: number;
  readonly to: number;
}

interface Verification {
  /** The highest number that this process knows to be written. */
  readonly written: number;
  readonly part: TrailPart;
  readonly seen: (entry: ReadEntry) => void;
}

const PAGE = 500;

/** Of what follows the part, only as much is read as vouches for it, and as many entries as it may have. */
export async function verifyPart(
  { store, secrets }: { readonly store: Pick<AuditStore, "last" | "read">; readonly secrets: Secrets },
  { written, part: { before = Infinity, limit = Infinity }, seen }: Verification,
): Promise<Verified> {
  const end = (await store.last())?.seq ?? 0;
  const from = Math.max(0, Math.min(end, before - 1) - limit) + 1;
  let state = CHAIN_START;
  let to = from - 1;
  for (let after = to; ;) {
    const page = await store.read(after, PAGE);
    for (const stored of page) {
      const { seq } = stored;
      const isOver = seq >= before && (isVouchedFor(state) || seq >= before + limit);
      if (isOver) return { ...state, from, to };
      const entry = readEntry(stored, secrets);
      // The first of a part: it names the entry before, which is not read.
      if (state === CHAIN_START && from > 1) state = chainFrom({ seq: seq - 1, hash: entry?.previous ?? "" });
      state = followChain(state, stored, entry, secrets);
      if (seq >= before) continue;
      to = seq;
      if (entry !== null) seen(entry);
    }
    const last = page.at(-1);
    if (last === undefined) return { ...knownToReach(state, Math.min(written, before - 1)), from, to };
    after = last.seq;
  }
}
