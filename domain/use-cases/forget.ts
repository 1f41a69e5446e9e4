/** Forgets a number: what Ramz knows of it goes, and only how often it was sent to and guessed at stays, for a day. */
import { plainDigits } from "../recipient/digits.ts";
import { emptyLedger, type Ledger } from "../ledger/ledger.ts";
import type { Otp } from "../otp.ts";
import type { Recipient } from "../recipient/recipient.ts";
import { transact } from "../storage/transact.ts";
import { resolveAt } from "../ledger/verification.ts";
import type { OtpContext } from "./context.ts";

/** In the place of a number that was forgotten. Masked entirely, so nothing is sealed for it. */
const FORGOTTEN: Recipient = "+*";

/**
 * The moments of sends and guesses stay under the keyed hash until they run out: otherwise whoever can ask to be forgotten could
 * be sent to, and guess, without a limit.
 */
export function createForget({
  store,
  clock,
  secrets,
  recipients,
  numbering,
  sendsInFlight,
}: OtpContext): Otp["forget"] {
  return async ({ app, to }) => {
    // Also one that is not served any more.
    const parsed = numbering.parse(plainDigits(to), recipients.countries[0]);
    if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
    const key = secrets.ledgerKey(app, parsed.recipient);
    const done = await transact(store, clock, key, (ledger) => {
      if (ledger === null || ledger.recipient === FORGOTTEN) return { result: null };
      return { save: forgotten(ledger), result: ledger };
    });
    if (done.kind === "busy") return done;
    const before = done.result;
    if (before === null) return { kind: "unknown" };
    const now = clock.now();
    const pending = before.verifications.filter((one) => resolveAt(one, now).status === "pending");
    for (const { id } of pending) sendsInFlight.stop(id);
    return { kind: "forgotten", verifications: before.verifications.length, canceled: pending.length };
  };
}

function forgotten({ app, sends, guesses, known }: Ledger): Ledger {
  return { ...emptyLedger(app, FORGOTTEN), sends, guesses, ...(known && { known }) };
}
