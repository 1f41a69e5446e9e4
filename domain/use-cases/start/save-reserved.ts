/** The second half of every reservation: the plan is decided again as it is saved, and the rules get back what comes to nothing. */
import type { Ledger } from "../../ledger/ledger.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, nullOnOutage, type Transacted, transact } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { OtpContext } from "../context.ts";

/** Throws StoreUnavailable, after the reservation was released. */
export async function saveReserved<Planned, Refused>(
  { clock, store, rateLimiter }: OtpContext,
  key: string,
  plan: (current: Ledger | null, now: EpochMs) => Decision<Planned, Refused>,
  preloaded: StoredLedger | null,
  reservation: Reservation,
): Promise<Transacted<Planned, Refused>> {
  const release = () => nullOnOutage(rateLimiter.settle(reservation, { messages: 0, costRial: null }));
  const done = await transact(store, clock, key, plan, preloaded).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  if (done.kind !== "saved") await release();
  return done;
}
