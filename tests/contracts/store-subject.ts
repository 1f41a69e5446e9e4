import type { LedgerStore } from "../../domain/store.ts";

/** The store under test, with what the sentences need beside it. */
export interface StoreSubject {
  readonly store: LedgerStore;
  /** A second connection to the same data, as another process would have. */
  readonly another?: () => LedgerStore | Promise<LedgerStore>;
  /** Makes the backend stop answering for good. */
  readonly break?: () => void | Promise<void>;
  /** The store's time; the machine's when left out. */
  readonly clock?: { now(): number; pass(ms: number): void | Promise<void> };
  /** Closes whatever is still open; the sentences may have closed the store already. */
  close(): Promise<void>;
}

/** The name of the ledger most sentences are about. */
export const KEY = "Zm9vYmFyYmF6cXV4MTIzNA";

const MACHINE = {
  now: () => Date.now(),
  pass: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
};

export const clockOf = ({ clock = MACHINE }: StoreSubject) => clock;

/** Long after any test is over. */
export const later = (subject: StoreSubject): number => clockOf(subject).now() + 3_600_000;
