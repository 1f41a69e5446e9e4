/** What to do while the store is in trouble. */
import { StoreUnavailable, type StoredLedger } from "./storage/store.ts";
import type { OtpContext } from "./use-cases/context.ts";

/** Between two tries, so that a store that comes back is not met by a crowd. */
const RETRY_MS = 200;

/**
 * Loads a ledger, waiting for a store in trouble as long as the operator chose. Only a send waits, and only here: nothing is reserved
 * yet, so trying again can repeat nothing. Throws StoreUnavailable when the time is over.
 */
export async function loadWithRetry(
  { store, clock, policy: { storeWaitMs } }: Pick<OtpContext, "store" | "clock" | "policy">,
  key: string,
): Promise<StoredLedger | null> {
  const giveUpAt = clock.now() + storeWaitMs;
  for (;;) {
    try {
      return await store.load(key);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || clock.now() + RETRY_MS > giveUpAt) throw error;
      await clock.timer(RETRY_MS).elapsed;
    }
  }
}

/** The same, or null when the store is in trouble; for where its trouble must not hide what is known already. */
export async function nullOnOutage<T>(using: Promise<T>): Promise<T | null> {
  try {
    return await using;
  } catch (error) {
    if (error instanceof StoreUnavailable) return null;
    throw error;
  }
}
