/** The code in what a person typed or pasted: the digits alone, or a whole message. Runs on the server and in the browser. */
import { plainDigits, plainDigitsOnly } from "../../../domain/recipient/digits.ts";

/** WebOTP's last line (origin-bound one-time codes): `@shop.example #123456`. */
const BOUND = /^@\S+ #(\d+)\b/m;

/** The one run of `length` digits in a longer text; else what was typed, its digits as ASCII and without separators. */
export function codeIn(typed: string, length: number): string {
  const plain = plainDigits(typed);
  if (/^\d*$/.test(plain)) return plain;
  const text = plainDigitsOnly(typed);
  const bound = BOUND.exec(text)?.[1];
  if (bound?.length === length) return bound;
  const runs = new Set((text.match(/\d+/g) ?? []).filter((run) => run.length === length));
  const [only] = runs;
  return runs.size === 1 && only !== undefined ? only : plain;
}
