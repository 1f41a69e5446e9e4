import { type LedgerStore, StoreUnavailable } from "../../domain/storage/store.ts";
import { needed } from "./runner.ts";

/** The store under test, with what the sentences need beside it. */
export interface StoreSubject<Store = LedgerStore> {
  readonly store: Store;
  /** One more connection to the same data, as another process would have. */
  readonly another?: () => Store | Promise<Store>;
  /** Makes the backend stop answering for good. */
  readonly break?: () => void | Promise<void>;
  /** The store's time; the machine's when left out. */
  readonly clock?: { now(): number; pass(ms: number): void | Promise<void> };
  /** Closes what is still open; a sentence may have closed the store already. */
  close(): Promise<void>;
}

/** The name of the ledger most sentences are about. */
export const KEY = "Zm9vYmFyYmF6cXV4MTIzNA";

const MACHINE = {
  now: () => Date.now(),
  pass: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)),
};

export const clockOf = ({ clock = MACHINE }: Pick<StoreSubject, "clock">) => clock;

/** Longer than any test takes. */
export const LONG_MS = 3_600_000;
export const later = (subject: Pick<StoreSubject, "clock">): number => clockOf(subject).now() + LONG_MS;

interface Closable {
  close(): Promise<void>;
}

/** Works with so many connections to the same data, the subject's own the first of them, and closes the others. */
export async function across<Store extends Closable>(
  subject: StoreSubject<Store>,
  count: number,
  work: (stores: readonly Store[]) => Promise<void>,
): Promise<void> {
  const connect = needed(subject.another, "further connection");
  const others = await Promise.all(Array.from({ length: count - 1 }, async () => connect()));
  await work([subject.store, ...others]);
  await Promise.all(others.map((store) => store.close()));
}

/** The error of a use of a store: the one kind that the use cases know, or another. */
export async function failureOf(use: () => Promise<unknown>): Promise<string> {
  try {
    await use();
    return "no failure";
  } catch (error) {
    return error instanceof StoreUnavailable ? "StoreUnavailable" : `another error: ${String(error)}`;
  }
}
