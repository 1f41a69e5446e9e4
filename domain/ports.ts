/** What the domain needs from outside: time, randomness, secrets, proofs and challenges. Adapters provide them. */
import type { EpochMs, Timer } from "./time.ts";

export interface Clock {
  now(): EpochMs;
  timer(ms: number): Timer;
}

export interface Random {
  /** `byteCount` bytes from a cryptographically secure source, as base64url text without padding. */
  token(byteCount: number): string;
}

/** The shortest service secret that is accepted, in characters. */
export const SECRET_MIN_LENGTH = 32;

export interface Secrets {
  /** Names the secret that new codes are derived from. */
  readonly keyId: string;
  /** Whether a secret of this name is configured, as the current or an older one. */
  knows(keyId: string): boolean;
  /**
   * Keyed hash that names the ledger of one recipient within one app: 22 base64url characters.
   * Stays the same while secrets rotate (decision 0008).
   */
  ledgerKey(app: string, recipient: string): string;
  /** Keyed hash of an id, 128 bits as 32 lower-case hexadecimal digits. Stays the same while secrets rotate, as the keys of ledgers do. */
  alias(id: string): string;
  /** Keyed hash of a text that may be personal, e.g. an address, for names in the store. */
  windowKey(text: string): string;
  /** `text` encrypted and authenticated. It can be unsealed under the same `name` only. */
  seal(text: string, name: string): string;
  /** The text; null when it was not sealed under this name with a configured secret, or was altered. */
  unseal(sealed: string, name: string): string | null;
  /** Keyed function of `input`, 32 bytes. Throws when no secret with that id is configured. */
  mac(keyId: string, input: string): Uint8Array;
  /** Hash of a text without a key: SHA-256, as 43 base64url characters. */
  digest(text: string): string;
  /** Constant-time comparison (ASVS 5.0, 11.2.4). */
  same(a: string, b: string): boolean;
}

/** What an approved verification proves. */
export interface ProofClaims {
  readonly verificationId: string;
  readonly app: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly approvedAt: EpochMs;
  /** The number is a test number, which proves nothing about a person. */
  readonly isTestNumber?: true;
}

export interface ProofSigner {
  /** A signed, short-lived token that states the claims: the same one whenever the same claims are signed with the same secret. */
  sign(claims: ProofClaims): Promise<string>;
}

/** Whether a proof contains the number, or a keyed hash that all proofs of one number in one app have in common. */
export const PROOF_PHONES = ["number", "hash"] as const;
export type ProofPhone = (typeof PROOF_PHONES)[number];

/** The number that was proved, or the app's keyed hash of it, as configured. */
export type ProvenNumber = { readonly phoneNumber: string } | { readonly phoneHash: string };

/** What a valid proof says. Its signature, audience and time were checked. */
export interface ReadProof {
  /** Unique per proof. */
  readonly proofId: string;
  readonly verificationId: string;
  readonly purpose: string;
  readonly number: ProvenNumber;
  readonly approvedAt: EpochMs;
  readonly expiresAt: EpochMs;
}

export interface ProofReader {
  /** What `proof` says to `app` at `now`; null when it is not valid for it. */
  read(proof: string, app: string, now: EpochMs): Promise<ReadProof | null>;
}

/** What a challenge is for. A solution for one subject is none for another. */
export interface ChallengeSubject {
  readonly app: string;
  readonly recipient: string;
}

/** A challenge as the widget on the page takes it. */
export type Challenge = Readonly<Record<string, unknown>>;

/** Makes challenges and reads their solutions. An adapter; it remembers nothing. */
export interface ChallengeMaker {
  /** `strength` is how hard it is within the maker's bounds, from 0 to 1. */
  make(subject: ChallengeSubject, strength: number, expiresAt: EpochMs): Promise<Challenge>;
  /** The id of the challenge that `response` solves for this subject at `now`; null when it solves none. */
  solved(response: string, subject: ChallengeSubject, now: EpochMs): Promise<string | null>;
}
