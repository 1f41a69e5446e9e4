/** A send for the chain, from its times and its providers: until when it runs, and where its number has no account. */
import type { Send } from "../../delivery/fallback-chain.ts";
import { notAUserOf } from "../../delivery/not-a-user.ts";
import { attemptsIn, type Ledger } from "../../ledger/ledger.ts";
import type { EpochMs } from "../../time.ts";
import type { OtpContext } from "../context.ts";

interface SendDraft extends Pick<Send, "at" | "channel" | "providers"> {
  /** When its code ends. Nothing is sent after that. */
  readonly expiresAt: EpochMs;
}

export function sendOf(
  { policy }: Pick<OtpContext, "policy">,
  ledger: Ledger,
  { at, channel, providers, expiresAt }: SendDraft,
  now: EpochMs,
): Send {
  return {
    at,
    channel,
    providers,
    notAUserOf: notAUserOf(attemptsIn(ledger), now),
    deadline: Math.min(now + policy.chainDeadlineMs, expiresAt),
    attemptTimeoutMs: policy.attemptTimeoutMs,
  };
}
