/**
 * Compares a guess whose caller cannot say whether the end user is trusted, though its key may (decision 35): with the live code of a
 * trusted user, and only where there is none with that of others. Never with both.
 */
import type { CheckCommand, Otp } from "../otp.ts";
import type { CheckVerdict } from "../verdicts.ts";

export type GuessByNumber = Extract<CheckCommand, { readonly to: string }>;

export async function checkTrustedFirst(
  check: Otp["check"],
  guess: Omit<GuessByNumber, "knownSession">,
): Promise<CheckVerdict> {
  const trusted = await check({ ...guess, knownSession: true });
  if (wasCompared(trusted)) return trusted;
  const other = await check(guess);
  return other.kind === "not_found" ? trusted : other;
}

/** Whether the verdict is about a live code, or would be the same for any. */
function wasCompared({ kind }: CheckVerdict): boolean {
  switch (kind) {
    case "not_found":
    case "already_approved":
    case "expired":
    case "canceled":
    case "undelivered":
    case "exhausted":
      return false;
    case "approved":
    case "incorrect":
    case "malformed":
    case "guess_limit":
    case "recipient_invalid":
    case "recipient_not_allowed":
    case "busy":
      return true;
  }
}
