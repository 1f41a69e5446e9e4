/**
 * The audit trail: what operators did, in order, for good. An act is recorded before it is done, and not done when it cannot be recorded.
 * Other processes follow the trail with `read`, to learn what was ordered.
 */
import type { Clock, Secrets } from "../ports.ts";
import { maskRecipient } from "../recipient/recipient.ts";
import { type AuditStore, StoreUnavailable } from "../storage/store.ts";
import type { Act, AuditedNumber } from "./acts.ts";
import { type Entry, type ReadEntry, readEntry, writeEntry } from "./entry.ts";
import { type TrailPart, type Verified, verifyPart } from "./verify-part.ts";

export interface AuditTrail {
  /** Adds an act, at the end. Throws StoreUnavailable: the act must then not be done. */
  record(who: string, act: Act): Promise<ReadEntry>;
  /**
   * Entries after `afterSeq`, oldest first, at most `limit`; what is no entry is left out. One round trip. Obey genuine ones alone: others
   * are not of Ramz.
   */
  read(afterSeq: number, limit: number): Promise<readonly ReadEntry[]>;
  /** The number of the newest entry; 0 when there is none. */
  lastSeq(): Promise<number>;
  /**
   * Follows the chain over a part, over all unless it is given, and calls `seen` with each entry of it, oldest first. An end that was
   * cut off shows until the next act, where this process wrote to it.
   */
  verify(seen?: (entry: ReadEntry) => void, part?: TrailPart): Promise<Verified>;
  /** How the trail names a number. */
  numberOf(recipient: string): AuditedNumber;
}

/** Told of what happens to the trail, so that the log can be compared with it. */
export interface AuditObserver {
  recorded(entry: ReadEntry): void;
  /** Its end is missing: it held an entry `seq` before, and now ends with `lastSeq`. */
  shortened(seq: number, lastSeq: number): void;
}

export interface AuditParts {
  readonly store: AuditStore;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, "now">;
  readonly observer: AuditObserver;
}

/** Other processes add entries, too: one of those that try at once gets its way each time. */
const TRIES = 200;

export function createAuditTrail({ store, secrets, clock, observer }: AuditParts): AuditTrail {
  /** One act after the other within a process. */
  let turn: Promise<unknown> = Promise.resolve();
  let highestSeq = 0;

  const notice = (seq: number) => {
    if (seq < highestSeq) observer.shortened(highestSeq, seq);
    highestSeq = seq;
  };

  async function append(who: string, act: Act): Promise<ReadEntry> {
    for (let tries = 0; tries < TRIES; tries++) {
      const last = await store.last();
      notice(last?.seq ?? 0);
      const before = last === null ? null : readEntry(last, secrets);
      const isDoubtful = last !== null && before?.proof !== "genuine";
      const entry: Entry = {
        seq: highestSeq + 1,
        at: clock.now(),
        who,
        act,
        previous: last === null ? "" : secrets.digest(last.text),
        ...(isDoubtful && { doubtsPrevious: true }),
      };
      const { text, hash } = writeEntry(entry, secrets);
      if ((await store.append(entry.seq, text)) === "conflict") continue;
      const recorded: ReadEntry = { ...entry, hash, proof: "genuine" };
      notice(entry.seq);
      observer.recorded(recorded);
      return recorded;
    }
    throw new StoreUnavailable("the audit trail takes no entry: other processes write to it all the time");
  }

  return {
    record(who, act) {
      const recorded = turn.then(() => append(who, act));
      turn = recorded.catch(() => {});
      return recorded;
    },
    async read(afterSeq, limit) {
      const stored = await store.read(afterSeq, limit);
      return stored.flatMap((one) => readEntry(one, secrets) ?? []);
    },
    async lastSeq() {
      return (await store.last())?.seq ?? 0;
    },
    verify: (seen = () => {}, part = {}) =>
      verifyPart({ store, secrets }, { written: highestSeq, part, seen }),
    numberOf: (recipient) => ({
      masked: maskRecipient(recipient),
      ref: secrets.windowKey(`audit\n${recipient}`),
    }),
  };
}
