/** The code: derived from the service secret and a nonce, never stored (design §5, decision 0003). */
import type { Secrets } from "../ports.ts";
import { plainDigits } from "../recipient/digits.ts";

/** What a code is derived from, besides the secret. */
export interface CodeSeed {
  readonly id: string;
  readonly purpose: string;
  readonly nonce: string;
  readonly keyId: string;
  readonly codeLength: number;
}

/** The code of a verification, the same for every resend. Bound to the verification and its purpose. Throws when its secret is gone. */
export function codeOf(seed: CodeSeed, secrets: Secrets): string {
  const mac = secrets.mac(seed.keyId, `code\n${seed.id}\n${seed.purpose}\n${seed.nonce}`);
  return digitsOf(mac, seed.codeLength);
}

/** Bytes of the keyed hash that make the code: as many as a JavaScript number holds exactly. */
const WORD_BYTES = 6;

/**
 * Truncates a keyed hash to decimal digits, leading zeros kept. Like RFC 4226 §5.3, but from 48 bits instead of 31: no code is likelier
 * than another by more than 10^length / 2^48, which is 4 in 10^9 for six digits and 4 in 10^5 for ten.
 */
export function digitsOf(mac: Uint8Array, length: number): string {
  const word = mac.subarray(0, WORD_BYTES).reduce((value, byte) => value * 256 + byte, 0);
  return String(word % 10 ** length).padStart(length, "0");
}

/** A guess in plain ASCII digits; null when it is not `length` digits, so that it cannot be right. */
export function readGuess(typed: string, length: number): string | null {
  const digits = plainDigits(typed);
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : null;
}
