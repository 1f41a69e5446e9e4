/** The policy: the numbers that the rules work with. Each is configuration within a hard bound. */
import { SECOND_MS, HOUR_MS } from "../time.ts";

export interface Policy {
  readonly codeLength: number;
  /** Life of a code; ten minutes at most (NIST SP 800-63B §5.1.3.2, ASVS 5.0 6.5.5). */
  readonly ttlMs: number;
  /** Compared guesses per verification; a resend does not reset them. */
  readonly checksPerVerification: number;
  /** Compared guesses per recipient and app in any 24 hours, whatever the purpose or verification. */
  readonly guessesPerDay: number;
  /** Wait before the first resend. The second and third waits are two and four times as long. */
  readonly resendWaitMs: number;
  /** Wait before a carried code goes to a number that was just sent to. It does not grow: who made the code has a wait of its own. */
  readonly deliveryResendWaitMs: number;
  /** How long the caller of a delivery waits for its chain. It then goes on if a message may be out, and ends otherwise. */
  readonly deliveryAnswerMs: number;
  readonly sendsPerHour: number;
  readonly sendsPerDay: number;
  /** Sends and guesses a day of known sessions, in addition to the above (anchors V23). */
  readonly knownSendsPerDay: number;
  readonly knownGuessesPerDay: number;
  /** One deadline over the whole chain of providers. */
  readonly chainDeadlineMs: number;
  /** Time-out of one attempt. */
  readonly attemptTimeoutMs: number;
  /** How long a send waits for a store that is down before it fails. A check never waits. */
  readonly storeWaitMs: number;
}

export const DEFAULT_POLICY: Policy = {
  codeLength: 6,
  ttlMs: 300 * SECOND_MS,
  checksPerVerification: 5,
  guessesPerDay: 25,
  resendWaitMs: 60 * SECOND_MS,
  deliveryResendWaitMs: 30 * SECOND_MS,
  deliveryAnswerMs: 4 * SECOND_MS,
  sendsPerHour: 5,
  sendsPerDay: 10,
  knownSendsPerDay: 3,
  knownGuessesPerDay: 5,
  chainDeadlineMs: 15 * SECOND_MS,
  attemptTimeoutMs: 8 * SECOND_MS,
  storeWaitMs: 0,
};

/** Inclusive bounds of each number. Configuration outside them is refused at start. */
export const POLICY_BOUNDS: Readonly<Record<keyof Policy, readonly [min: number, max: number]>> = {
  codeLength: [6, 10],
  ttlMs: [SECOND_MS, 600 * SECOND_MS],
  checksPerVerification: [1, 10],
  guessesPerDay: [1, 100],
  resendWaitMs: [0, HOUR_MS],
  deliveryResendWaitMs: [0, HOUR_MS],
  deliveryAnswerMs: [100, 60 * SECOND_MS],
  sendsPerHour: [1, 100],
  sendsPerDay: [1, 200],
  knownSendsPerDay: [1, 20],
  knownGuessesPerDay: [1, 20],
  chainDeadlineMs: [SECOND_MS, 60 * SECOND_MS],
  attemptTimeoutMs: [100, 30 * SECOND_MS],
  storeWaitMs: [0, 10 * SECOND_MS],
};
