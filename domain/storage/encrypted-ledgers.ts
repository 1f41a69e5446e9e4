/** Numbers under encryption: the store keeps a masked number and the sealed one, everybody else sees ledgers as ever (decision 0021). */
import type { Ledger } from "../ledger/ledger.ts";
import type { Clock, Secrets } from "../ports.ts";
import { isMasked, maskRecipient, type Recipient } from "../recipient/recipient.ts";
import type { LedgerStore } from "./store.ts";
import { resolveAt } from "../ledger/verification.ts";

/**
 * Numbers at least that this process sealed and remembers: a send saves its ledger twice, the check that follows loads and saves it, and
 * to seal or to open is the dearest part of each.
 */
const REMEMBERED = 10_000;

interface SealedNumber {
  readonly recipient: Recipient;
  readonly sealed: string;
}

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
export function encryptedLedgers(
  store: LedgerStore,
  { secrets, clock, numbersAtRest }: Keeping,
): LedgerStore {
  const isKept = ({ verifications }: Ledger) =>
    numbersAtRest === "encrypted" ||
    verifications.some((verification) => resolveAt(verification, clock.now()).status === "pending");

  /** By the key of a ledger, which has one number for ever. What others sealed, maybe with an older secret, is not among them. */
  let [lately, before] = [new Map<string, SealedNumber>(), new Map<string, SealedNumber>()];
  const recall = (key: string) => lately.get(key) ?? before.get(key);
  const sealNumber = (key: string, recipient: Recipient): SealedNumber => {
    const made = { recipient, sealed: secrets.seal(recipient.slice(1), key) };
    if (lately.size >= REMEMBERED) [lately, before] = [new Map(), lately];
    lately.set(key, made);
    return made;
  };
  const withoutMemory = (key: string, ledger: Ledger): Ledger => {
    lately.delete(key);
    before.delete(key);
    return ledger;
  };

  const sealed = (key: string, ledger: Ledger): Ledger => {
    const { recipient } = ledger;
    if (!isKept(ledger)) return withoutMemory(key, withoutNumber(ledger));
    // What cannot be read here may be readable elsewhere, so it stays as it is.
    if (isMasked(recipient)) return withoutMemory(key, ledger);
    const { sealed: kept } = recall(key) ?? sealNumber(key, recipient);
    return { ...ledger, recipient: maskRecipient(recipient), sealed: kept };
  };

  const unsealed = (key: string, ledger: Ledger): Ledger => {
    if (!isKept(ledger)) return withoutMemory(key, withoutNumber(ledger));
    if (ledger.sealed === undefined) return withoutMemory(key, ledger);
    const known = recall(key);
    if (known?.sealed === ledger.sealed) return { ...withoutNumber(ledger), recipient: known.recipient };
    const digits = secrets.unseal(ledger.sealed, key);
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
