/** What a caller learns of a send of which certainly nothing went out. */
import type { Attempt } from "../../delivery/attempt.ts";
import { ableFrom } from "../../delivery/circuit-breaker.ts";
import type { Send } from "../../delivery/fallback-chain.ts";
import { notAUserOf } from "../../delivery/not-a-user.ts";
import { attemptsIn, type Ledger } from "../../ledger/ledger.ts";
import { type EpochMs, SECOND_MS } from "../../time.ts";
import type { OtpContext } from "../context.ts";

export interface FailedSend {
  readonly kind: "overloaded" | "delivery_failed";
  /** When another send may succeed. */
  readonly retryAt: EpochMs;
}

/** `resendAt` is when the limits of the number allow another send. */
export function failureOf(
  { clock, breakers }: OtpContext,
  { providers }: Send,
  attempts: readonly Attempt[],
  ledger: Ledger,
  resendAt: EpochMs,
): FailedSend {
  const now = clock.now();
  const notAUser = notAUserOf(attemptsIn(ledger), now);
  const ableAt = Math.min(
    ...providers.map((one) => Math.max(ableFrom(breakers, one, now), notAUser.get(one.name) ?? now)),
  );
  const isOverloaded =
    attempts.every(({ outcome }) => outcome === "skipped") &&
    attempts.some(({ reason }) => reason === "account_busy");
  return {
    kind: isOverloaded ? "overloaded" : "delivery_failed",
    retryAt: Math.max(ableAt, resendAt, now + SECOND_MS),
  };
}
