/** `[policy]`: the numbers of the rules, with the domain's defaults and bounds. Lifetimes and waits are written in seconds. */
import { type Static, type TInteger, Type } from "@sinclair/typebox";
import { DEFAULT_POLICY, POLICY_BOUNDS, type Policy } from "../../../domain/ledger/policy.ts";
import { closed, notes } from "../setting.ts";
import { SECOND_MS } from "../../../domain/time.ts";

/** A number of the policy with the domain's default and bounds. A duration is written in units of `unitMs`. */
function rule(key: keyof Policy, env: string, description: string, unitMs = 1): TInteger {
  const [min, max] = POLICY_BOUNDS[key];
  return Type.Integer({
    minimum: Math.ceil(min / unitMs),
    maximum: max / unitMs,
    default: DEFAULT_POLICY[key] / unitMs,
    ...notes(env, description),
  });
}

export const PolicySchema = Type.Object(
  {
    code_length: rule(
      "codeLength",
      "OTP_CODE_LENGTH",
      "Digits of a code. Shorter codes are too easy to guess (ASVS 6.5.4).",
    ),
    expiry_time: rule(
      "ttlMs",
      "OTP_EXPIRY_TIME",
      "Lifetime of a code in seconds. Ten minutes at most (NIST SP 800-63B).",
      SECOND_MS,
    ),
    max_attempts: rule(
      "checksPerVerification",
      "OTP_MAX_ATTEMPTS",
      "Guesses per verification. A resend does not reset them.",
    ),
    resend_wait_time: rule(
      "resendWaitMs",
      "OTP_RESEND_WAIT_TIME",
      "Seconds before the first resend. Later resends wait twice, then four times as long.",
      SECOND_MS,
    ),
    delivery_resend_wait: rule(
      "deliveryResendWaitMs",
      "OTP_DELIVERY_RESEND_WAIT",
      "Seconds after a message to a number before a code that was made elsewhere is carried to it. It does not grow.",
      SECOND_MS,
    ),
    delivery_answer_ms: rule(
      "deliveryAnswerMs",
      "OTP_DELIVERY_ANSWER_MS",
      "Milliseconds that the caller of a delivery waits for its chain. Then it is answered 202 and the chain goes on; if certainly nothing is out, it is answered with the error and the chain ends.",
    ),
    guesses_per_day: rule(
      "guessesPerDay",
      "OTP_GUESSES_PER_DAY",
      "Guesses per number and app in any 24 hours, over all verifications.",
    ),
    sends_per_hour: rule("sendsPerHour", "OTP_SENDS_PER_HOUR", "Messages per number and app in any hour."),
    sends_per_day: rule("sendsPerDay", "OTP_SENDS_PER_DAY", "Messages per number and app in any 24 hours."),
    known_sends_per_day: rule(
      "knownSendsPerDay",
      "OTP_KNOWN_SENDS_PER_DAY",
      "Further messages a day for known sessions (known_session), which strangers cannot use up.",
    ),
    known_guesses_per_day: rule(
      "knownGuessesPerDay",
      "OTP_KNOWN_GUESSES_PER_DAY",
      "Further guesses a day for known sessions.",
    ),
    store_wait_ms: rule(
      "storeWaitMs",
      "OTP_STORE_WAIT_MS",
      "Milliseconds that a send waits for a store that does not answer before it is refused. A check never waits.",
    ),
    chain_deadline_ms: rule(
      "chainDeadlineMs",
      "OTP_CHAIN_DEADLINE_MS",
      "Milliseconds for the whole chain of providers.",
    ),
    attempt_timeout_ms: rule(
      "attemptTimeoutMs",
      "OTP_ATTEMPT_TIMEOUT_MS",
      "Milliseconds for one call of one provider.",
    ),
  },
  { ...closed, default: {} },
);

export type WrittenPolicy = Static<typeof PolicySchema>;

/** The policy in the domain's units. */
export function policyOf(written: WrittenPolicy): Policy {
  return {
    codeLength: written.code_length,
    ttlMs: written.expiry_time * SECOND_MS,
    checksPerVerification: written.max_attempts,
    guessesPerDay: written.guesses_per_day,
    resendWaitMs: written.resend_wait_time * SECOND_MS,
    deliveryResendWaitMs: written.delivery_resend_wait * SECOND_MS,
    deliveryAnswerMs: written.delivery_answer_ms,
    sendsPerHour: written.sends_per_hour,
    sendsPerDay: written.sends_per_day,
    knownSendsPerDay: written.known_sends_per_day,
    knownGuessesPerDay: written.known_guesses_per_day,
    storeWaitMs: written.store_wait_ms,
    chainDeadlineMs: written.chain_deadline_ms,
    attemptTimeoutMs: written.attempt_timeout_ms,
  };
}

/** The problem when one call of a provider may take longer than the whole chain; none otherwise. */
export function attemptOutlastsChain(
  { attempt_timeout_ms: attempt, chain_deadline_ms: chain }: WrittenPolicy,
  names: { readonly attempt: string; readonly chain: string },
): readonly string[] {
  if (attempt <= chain) return [];
  return [
    `${names.attempt} (${attempt}) is longer than ${names.chain} (${chain}). Lower the first or raise the second.`,
  ];
}
