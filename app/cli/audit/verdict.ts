/** What following the chain of the trail came to, in words. */
import type { ChainFault, ChainState } from "../../../domain/audit/chain.ts";

/** No entry is changed, missing, put in or moved, as far as the configured secrets can prove. */
export function isWhole({ faults }: ChainState): boolean {
  return faults.length === 0;
}

/** `missing` is the hash of an expected entry that was not found. */
export function verdictLines(chain: ChainState, missing: string | null): readonly string[] {
  const { last, faults, unprovenFrom } = chain;
  return [
    ...faults.map(faultLine),
    ...(unprovenFrom === null
      ? []
      : [
          `Entries from ${unprovenFrom} on cannot be verified: the secret they were written with is not in RAMZ_SECRET. Add it behind the current one, if you still have it.`,
        ]),
    ...(missing === null
      ? []
      : [
          `The trail has no entry with the hash ${missing}, so its end was cut off, or the log is of another store.`,
        ]),
    ...(isWhole(chain) && missing === null && unprovenFrom === null
      ? [
          last.seq === 0
            ? "The trail is empty."
            : `The chain holds: ${last.seq} entries, the last with the hash ${last.hash}.`,
        ]
      : []),
  ];
}

function faultLine({ seq, kind }: ChainFault): string {
  switch (kind) {
    case "unreadable":
      return `Entry ${seq} is not readable: it was overwritten.`;
    case "altered":
      return `Entry ${seq} was changed after it was written.`;
    case "missing":
      return `Entry ${seq} is missing: it, or several, were deleted.`;
    case "unlinked":
      return `Entry ${seq} does not follow the one before it, which was changed or exchanged.`;
  }
}
