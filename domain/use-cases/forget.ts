/** Forgets a number: all that is known of it goes. Only when it was sent to and guessed at stays, for a day. */
import { emptyLedger, type Ledger } from "../ledger/ledger.ts";
import { resolveAt } from "../ledger/verification.ts";
import type { Otp } from "../otp.ts";
import { plainDigits } from "../recipient/digits.ts";
import type { Recipient } from "../recipient/recipient.ts";
import { type Decision, transact } from "../storage/transact.ts";
import type { OtpContext } from "./context.ts";
import { noteCanceled } from "./note-outcomes.ts";
import { forRecipient } from "./test-numbers.ts";

/** Stands in the place of a forgotten number. It counts as masked, so nothing is encrypted for it. */
const FORGOTTEN: Recipient = "+*";

/**
 * Timestamps of sends and guesses stay under the keyed hash until they run out. Otherwise a request to forget would lift every limit of
 * the number.
 */
export function createForget(context: OtpContext): Otp["forget"] {
  const { store, clock, secrets, recipients, numbering, sendsInFlight, carriers } = context;
  return async ({ app, to }) => {
    // Parsed and not admitted: a number that is not served any more can be forgotten, too.
    const parsed = numbering.parse(plainDigits(to), recipients.countries[0]);
    if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
    // Also without a ledger: it is kept for longer.
    await carriers.forget(parsed.recipient);
    const done = await transact(store, clock, secrets.ledgerKey(app, parsed.recipient), decide);
    if (done.kind === "busy") return done;
    if (done.kind === "unchanged") return { kind: "unknown" };
    const { verifications, deliveries = [] } = done.result;
    const now = clock.now();
    const pending = verifications.filter((one) => resolveAt(one, now).status === "pending");
    for (const { id } of [...pending, ...deliveries]) sendsInFlight.stop(id);
    const own = forRecipient(context, parsed.recipient, now);
    for (const one of pending) noteCanceled(own, one);
    return { kind: "forgotten", verifications: verifications.length, canceled: pending.length };
  };
}

/** Saves the emptied ledger; its result is the ledger as it was. */
function decide(ledger: Ledger | null): Decision<Ledger, null> {
  if (ledger === null || ledger.recipient === FORGOTTEN) return { result: null };
  const { app, sends, guesses, knownSession } = ledger;
  const save = { ...emptyLedger(app, FORGOTTEN), sends, guesses, ...(knownSession && { knownSession }) };
  return { save, result: ledger };
}
