/** The secret words at the end of the addresses to which vendors send receipts. */
import { createHmac } from "node:crypto";
import { derive } from "./secrets.ts";

const WORD_BYTES = 24;

/** The words of one provider, of the current secret first: an address that a vendor was given works while its secret is in the list. */
export function receiptWords(
  secrets: readonly [string, ...string[]],
  provider: string,
): readonly [string, ...string[]] {
  const wordOf = (secret: string) =>
    createHmac("sha256", derive(secret, "receipts")).update(provider).digest().subarray(0, WORD_BYTES);
  const [current, ...older] = secrets;
  return [wordOf(current).toString("base64url"), ...older.map((one) => wordOf(one).toString("base64url"))];
}
