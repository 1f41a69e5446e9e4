/** The end of every send: what became of it is saved, its reservation settled and its receipts expected, all at once. */
import { type Attempt, usageOf } from "../../delivery/attempt.ts";
import { findById, type Ledger } from "../../ledger/ledger.ts";
import type { StoredLedger } from "../../storage/store.ts";
import { type Decision, nullOnOutage, transact } from "../../storage/transact.ts";
import type { EpochMs } from "../../time.ts";
import type { OtpContext } from "../context.ts";
import { expectReceipts, type SentMessages } from "../receipts/expect-receipts.ts";
import { noteSent } from "../note-outcomes.ts";
import type { SavedSend } from "./reserve-send.ts";

export interface EndedSend {
  /** Those that this send added. */
  readonly attempts: readonly Attempt[];
  /** The ledger as it was last stored while the chain ran. */
  readonly stored: StoredLedger;
}

export interface SavedOutcome {
  /** With the outcome in it. */
  readonly ledger: Ledger;
  /** False after an outage or too many other saves: a message may be out by now, and that must not be hidden. */
  readonly recorded: boolean;
}

/** `close` writes the outcome into the ledger. Never rejects because of an outage. */
export async function saveOutcome(
  context: OtpContext,
  { key, reservation, routed, stored: reserved }: SavedSend,
  of: SentMessages["of"],
  { attempts, stored }: EndedSend,
  close: (ledger: Ledger, now: EpochMs) => Ledger,
): Promise<SavedOutcome> {
  const { store, clock, rateLimiter } = context;
  const decide = (ledger: Ledger | null, now: EpochMs): Decision<null, null> =>
    ledger === null ? { result: null } : { save: close(ledger, now), result: null };
  const [done] = await Promise.all([
    nullOnOutage(transact(store, clock, key, decide, stored)),
    nullOnOutage(rateLimiter.settle(reservation, usageOf(attempts))),
    expectReceipts(context, { ...reserved.ledger, of }, attempts),
  ]);
  const saved =
    done?.kind === "saved"
      ? { ledger: done.stored.ledger, recorded: true }
      : { ledger: close(stored.ledger, clock.now()), recorded: false };
  // A cancellation takes back nothing of a send under way, so the send counts only if it was not canceled, or forgotten, meanwhile.
  const status = findById(saved.ledger, of.id)?.status ?? "canceled";
  const taught = status === "canceled" ? undefined : routed;
  noteSent(context, reserved.ledger.recipient, attempts, { routed: of.routed, taught });
  return saved;
}
