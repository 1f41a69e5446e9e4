/** What the domain needs of the outside world: time, chance and secrets. Adapters provide them. */

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

/** A wait that can be given up. `cancel` frees it; a canceled timer never elapses. */
export interface Timer {
  readonly elapsed: Promise<void>;
  cancel(): void;
}

export interface Clock {
  now(): EpochMs;
  timer(ms: number): Timer;
}

export interface Random {
  /** `byteCount` bytes from a cryptographically secure source, as base64url text without padding. */
  token(byteCount: number): string;
}

export interface Secrets {
  /** Names the secret that new codes are derived from. */
  readonly keyId: string;
  /**
   * Keyed hash that names the ledger of one recipient within one app: 22 base64url characters.
   * Stays the same while secrets rotate (decision 0008).
   */
  ledgerKey(app: string, recipient: string): string;
  /** Keyed hash that names a window of what may be personal, e.g. an address. */
  windowKey(text: string): string;
  /** Keyed function of `input`, 32 bytes. Throws when no secret with that id is configured. */
  mac(keyId: string, input: string): Uint8Array;
  /** Constant-time comparison (ASVS 5.0, 11.2.4). */
  same(a: string, b: string): boolean;
}

/** What an approved verification proves, and for how long. */
export interface ProofClaims {
  readonly verificationId: string;
  readonly app: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly approvedAt: EpochMs;
}

export interface ProofSigner {
  /** A signed, short-lived token that states the claims. */
  sign(claims: ProofClaims): Promise<string>;
}
