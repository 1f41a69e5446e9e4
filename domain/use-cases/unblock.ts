/** Unblocks a number: the person waits for no limit of it any more. For operators; what they do is in the audit trail. */
import type { Ledger } from "../ledger/ledger.ts";
import { type Unblocked, unblocked } from "../ledger/unblock.ts";
import type { ForgetCommand } from "../otp.ts";
import { plainDigits } from "../recipient/digits.ts";
import { type Decision, transact } from "../storage/transact.ts";
import type { OnceStore } from "../storage/store.ts";
import { believableLedgers } from "../storage/believable-ledgers.ts";
import { DAY_MS, type EpochMs } from "../time.ts";
import type { UnblockVerdict } from "../verdicts.ts";
import type { OtpPorts } from "./context.ts";

export interface UnblockParts extends Pick<
  OtpPorts,
  "store" | "clock" | "secrets" | "recipients" | "numbering"
> {
  readonly once: OnceStore;
}

/** Forgets when a number was sent to and guessed at, so that the next start may send. Throws StoreUnavailable. */
export type Unblock = (command: ForgetCommand) => Promise<UnblockVerdict>;

/**
 * How often a number may be unblocked in a day. Each time allows a day's guesses again, so this bounds what an attacker gains who talks
 * operators into it: with 25 guesses a day, a hundred at a million codes (NIST SP 800-63B §5.2.2 asks for no more).
 */
const UNBLOCKS_PER_DAY = 3;

export function createUnblock(parts: UnblockParts): Unblock {
  const { clock, secrets, recipients, numbering, once } = parts;
  const store = believableLedgers(parts.store, parts);

  /** The name of one of the day's places, taken; null when all are taken. */
  async function place(key: string): Promise<string | null> {
    for (let index = 0; index < UNBLOCKS_PER_DAY; index++) {
      const name = secrets.windowKey(`unblock\n${key}\n${index}`);
      if ((await once.claim(name, "", DAY_MS)).kind === "claimed") return name;
    }
    return null;
  }

  return async ({ app, to }) => {
    // Parsed and not admitted: what counts is that a ledger was kept for it.
    const parsed = numbering.parse(plainDigits(to), recipients.countries[0]);
    if (parsed.kind === "invalid") return { kind: "recipient_invalid", reason: parsed.reason };
    const key = secrets.ledgerKey(app, parsed.recipient);
    const taken = await place(key);
    if (taken === null) return { kind: "unblock_limit" };
    const done = await transact(store, clock, key, decide);
    if (done.kind === "saved") {
      const { sends, guesses } = done.result;
      return { kind: "unblocked", sends, guesses };
    }
    await once.release(taken, "");
    return done.kind === "busy" ? done : { kind: "not_blocked" };
  };
}

function decide(ledger: Ledger | null, now: EpochMs): Decision<Unblocked, null> {
  const result = ledger === null ? null : unblocked(ledger, now);
  if (result === null || result.sends + result.guesses === 0) return { result: null };
  return { save: result.ledger, result };
}
