/** Encrypts the numbers of ledgers: the store keeps a masked and an encrypted number, and the domain sees plain ones (decision 0021). */
import type { Delivery } from "../ledger/delivery.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { isRepeatable } from "../ledger/repeated-check.ts";
import { resolveAt, type Verification } from "../ledger/verification.ts";
import type { Clock, Secrets } from "../ports.ts";
import type { EpochMs } from "../time.ts";
import { isMasked, maskRecipient, type Recipient } from "../recipient/recipient.ts";
import type { LedgerStore } from "./store.ts";

/**
 * `until_settled`: the number is left out once no verification is pending, no approval may be repeated and no delivery waits for its
 * outcome, and only its masked form stays.
 */
export const NUMBERS_AT_REST = ["encrypted", "until_settled"] as const;
export type NumbersAtRest = (typeof NUMBERS_AT_REST)[number];

interface EncryptionParts {
  readonly secrets: Pick<Secrets, "seal" | "unseal">;
  readonly clock: Pick<Clock, "now">;
  readonly numbersAtRest: NumbersAtRest;
}

/**
 * The store with encrypted numbers. A ledger whose number was left out, was altered, or cannot be read with any configured secret loads
 * with the masked number.
 */
export function encryptedLedgers(
  store: LedgerStore,
  { secrets, clock, numbersAtRest }: EncryptionParts,
): LedgerStore {
  const cache = createSealedCache();
  const isKept = ({ verifications, deliveries = [] }: Ledger) =>
    numbersAtRest === "encrypted" ||
    verifications.some((one) => isNeeded(one, clock.now())) ||
    deliveries.some((one) => isReportable(one, clock.now()));
  const uncached = (key: string, ledger: Ledger): Ledger => {
    cache.delete(key);
    return ledger;
  };

  const encrypted = (key: string, ledger: Ledger): Ledger => {
    const { recipient } = ledger;
    if (!isKept(ledger)) return uncached(key, withoutNumber(ledger));
    // A number that this process cannot read may be readable to another one, so its encrypted form stays.
    if (isMasked(recipient)) return uncached(key, ledger);
    const { sealed } =
      cache.get(key) ?? cache.add(key, { recipient, sealed: secrets.seal(recipient.slice(1), key) });
    return { ...ledger, recipient: maskRecipient(recipient), sealed };
  };

  const decrypted = (key: string, ledger: Ledger): Ledger => {
    if (!isKept(ledger)) return uncached(key, withoutNumber(ledger));
    if (ledger.sealed === undefined) return uncached(key, ledger);
    const cached = cache.get(key);
    if (cached?.sealed === ledger.sealed) return { ...withoutNumber(ledger), recipient: cached.recipient };
    const digits = secrets.unseal(ledger.sealed, key);
    return digits === null ? ledger : { ...withoutNumber(ledger), recipient: `+${digits}` };
  };

  return {
    async load(key) {
      const stored = await store.load(key);
      return stored === null ? null : { ...stored, ledger: decrypted(key, stored.ledger) };
    },
    save: (key, ledger, revision, expiresAt) => store.save(key, encrypted(key, ledger), revision, expiresAt),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

/** Whether the number is needed: to send and check a code, or to repeat the answer of the check that approved it. */
function isNeeded(verification: Verification, now: EpochMs): boolean {
  return resolveAt(verification, now).status === "pending" || isRepeatable(verification, now);
}

/** Whether the guard still needs the number, to count what the caller reports while the code lives. */
function isReportable({ outcome, expiresAt }: Delivery, now: EpochMs): boolean {
  return outcome === undefined && now < expiresAt;
}

function withoutNumber({ sealed: _sealed, ...ledger }: Ledger): Ledger {
  return { ...ledger, recipient: maskRecipient(ledger.recipient) };
}

interface SealedNumber {
  readonly recipient: Recipient;
  readonly sealed: string;
}

/** The cache keeps at least this many of the numbers that were encrypted last. */
const CACHED_MIN = 10_000;

/**
 * Numbers that this process encrypted, by the key of their ledger, which never changes its number. A send saves its ledger twice, the
 * check that follows loads and saves it, and encryption is the most expensive part of each.
 */
function createSealedCache() {
  let recent = new Map<string, SealedNumber>();
  let older = new Map<string, SealedNumber>();
  return {
    get: (key: string) => recent.get(key) ?? older.get(key),
    add(key: string, number: SealedNumber): SealedNumber {
      if (recent.size >= CACHED_MIN) [recent, older] = [new Map(), recent];
      recent.set(key, number);
      return number;
    },
    delete(key: string): void {
      recent.delete(key);
      older.delete(key);
    },
  };
}
