/** Numbers under encryption: the store keeps a masked number and the sealed one, everybody else sees ledgers as ever (decision 0021). */
import type { Ledger } from "./ledger.ts";
import type { Clock, Secrets } from "./ports.ts";
import { isMasked, maskRecipient, type Recipient } from "./recipient.ts";
import type { LedgerStore } from "./store.ts";
import { asOf } from "./verification.ts";

/** Numbers at least that are not sealed anew when they are saved again: a send is saved twice, and sealing is the dearest part of it. */
const REMEMBERED = 1_000;

/** `until_settled`: the number is left out once no verification is pending, and only its masked form stays. */
export const NUMBERS_AT_REST = ["encrypted", "until_settled"] as const;
export type NumbersAtRest = (typeof NUMBERS_AT_REST)[number];

interface Keeping {
  readonly secrets: Pick<Secrets, "seal" | "unseal">;
  readonly clock: Pick<Clock, "now">;
  readonly numbersAtRest: NumbersAtRest;
}

/**
 * The same store, which never gets to see a number. A ledger whose number was left out, was altered or cannot be read with any
 * configured secret comes back with its masked form.
 */
export function sealedLedgers(store: LedgerStore, { secrets, clock, numbersAtRest }: Keeping): LedgerStore {
  const isKept = ({ verifications }: Ledger) =>
    numbersAtRest === "encrypted" ||
    verifications.some((verification) => asOf(verification, clock.now()).status === "pending");

  /** By the key of a ledger, which has one number for ever. */
  let [remembered, before] = [new Map<string, string>(), new Map<string, string>()];
  const sealedNumber = (key: string, recipient: Recipient): string => {
    const known = remembered.get(key) ?? before.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) [remembered, before] = [new Map(), remembered];
    const sealedNow = secrets.seal(recipient.slice(1), key);
    remembered.set(key, sealedNow);
    return sealedNow;
  };

  const sealed = (key: string, ledger: Ledger): Ledger => {
    const { recipient } = ledger;
    if (!isKept(ledger)) return withoutNumber(ledger);
    // What cannot be read here may be readable elsewhere, so it stays as it is.
    if (isMasked(recipient)) return ledger;
    return { ...ledger, recipient: maskRecipient(recipient), sealed: sealedNumber(key, recipient) };
  };

  const unsealed = (key: string, ledger: Ledger): Ledger => {
    if (!isKept(ledger)) return withoutNumber(ledger);
    const digits = ledger.sealed === undefined ? null : secrets.unseal(ledger.sealed, key);
    return digits === null ? ledger : { ...withoutNumber(ledger), recipient: `+${digits}` };
  };

  return {
    async load(key) {
      const stored = await store.load(key);
      return stored === null ? null : { ...stored, ledger: unsealed(key, stored.ledger) };
    },
    save: (key, ledger, revision, expiresAt) => store.save(key, sealed(key, ledger), revision, expiresAt),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

function withoutNumber({ sealed: _sealed, ...ledger }: Ledger): Ledger {
  return { ...ledger, recipient: maskRecipient(ledger.recipient) };
}
