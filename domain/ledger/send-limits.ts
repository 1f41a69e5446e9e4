/** When another message may go out and another guess may be compared, from what happened in the last day. */
import { DAY_MS, type EpochMs, HOUR_MS } from "../time.ts";
import type { Policy } from "./policy.ts";
import type { TrustLevel, Verification } from "./verification.ts";

/** When a number was sent to and guessed at in the last day, oldest first. */
export interface Timestamps {
  /** When each send was reserved. A send that certainly did not go out is taken back. */
  readonly sends: readonly EpochMs[];
  /** When each guess was compared. */
  readonly guesses: readonly EpochMs[];
}

/** What the limits are decided from. The timestamps of its own are those of unknown sessions. */
export interface History extends Timestamps {
  /** Timestamps of known sessions. Their limits are separate, so that strangers cannot use them up (anchors V23). */
  readonly knownSession?: Timestamps;
  /** Oldest first. At most one is pending per purpose and trust level. */
  readonly verifications: readonly Verification[];
}

const NO_TIMESTAMPS: Timestamps = { sends: [], guesses: [] };

/** What happened at one trust level. */
export function timestampsOf(history: History, trustLevel: TrustLevel): Timestamps {
  return trustLevel === "known-session" ? (history.knownSession ?? NO_TIMESTAMPS) : history;
}

/** The history with some timestamps of one trust level replaced. */
export function withTimestamps<H extends History>(
  history: H,
  trustLevel: TrustLevel,
  changed: Partial<Timestamps>,
): H {
  if (trustLevel === "unknown") return { ...history, ...changed };
  return { ...history, knownSession: { ...timestampsOf(history, trustLevel), ...changed } };
}

/** How much may happen at a trust level. */
interface Caps {
  readonly sendsPerHour: number;
  readonly sendsPerDay: number;
  readonly guessesPerDay: number;
}

export function capsOf(policy: Policy, trustLevel: TrustLevel): Caps {
  if (trustLevel === "unknown") return policy;
  const { knownSendsPerDay, knownGuessesPerDay } = policy;
  return { sendsPerHour: knownSendsPerDay, sendsPerDay: knownSendsPerDay, guessesPerDay: knownGuessesPerDay };
}

/** Why another send is refused, and until when. */
export interface SendRefusal {
  readonly kind: "cooldown" | "send_limit" | "guess_limit";
  readonly until: EpochMs;
}

export type SendDecision = { readonly kind: "allowed" } | SendRefusal;

/** Growth of the cool-down over the first sends of a run (design §8: 60, 120, 240 s). */
const COOLDOWN_GROWTH = [1, 2, 4] as const;

/** Whether another message may go to this recipient. When several rules refuse, the one that holds longest answers. */
export function decideSend(
  history: History,
  policy: Policy,
  now: EpochMs,
  trustLevel: TrustLevel = "unknown",
): SendDecision {
  const { sends, guesses } = timestampsOf(history, trustLevel);
  const caps = capsOf(policy, trustLevel);
  const limits: readonly SendRefusal[] = [
    { kind: "cooldown", until: cooldownUntil(sends, history, policy) },
    ...sendCaps(sends, caps),
    // A code that may not be guessed any more is not worth a message.
    { kind: "guess_limit", until: capUntil(guesses, caps.guessesPerDay, DAY_MS) },
  ];
  return decided(limits, now);
}

/**
 * Whether a carried code may go to this recipient: the same caps, and a cool-down of its own that does not grow. Guesses do not count,
 * because the code is checked elsewhere.
 */
export function decideDelivery({ sends }: History, policy: Policy, now: EpochMs): SendDecision {
  const last = sends.at(-1);
  const until = last === undefined ? 0 : last + policy.deliveryResendWaitMs;
  return decided([{ kind: "cooldown", until }, ...sendCaps(sends, policy)], now);
}

function sendCaps(
  sends: Timestamps["sends"],
  { sendsPerHour, sendsPerDay }: Pick<Caps, "sendsPerHour" | "sendsPerDay">,
): readonly SendRefusal[] {
  return [
    { kind: "send_limit", until: capUntil(sends, sendsPerHour, HOUR_MS) },
    { kind: "send_limit", until: capUntil(sends, sendsPerDay, DAY_MS) },
  ];
}

function decided(limits: readonly SendRefusal[], now: EpochMs): SendDecision {
  const longest = limits.reduce((a, b) => (b.until > a.until ? b : a));
  return longest.until > now ? longest : { kind: "allowed" };
}

function cooldownUntil(sends: Timestamps["sends"], { verifications }: History, policy: Policy): EpochMs {
  const last = sends.at(-1);
  if (last === undefined) return 0;
  // An approval shows that the person is there, and ends the run of unanswered sends.
  const approvedAt = Math.max(
    0,
    ...verifications.map((one) => (one.status === "approved" ? one.settledAt : 0)),
  );
  const run = sends.filter((at) => at > last - HOUR_MS && at > approvedAt);
  const step = Math.min(Math.max(run.length, 1), COOLDOWN_GROWTH.length);
  return last + policy.resendWaitMs * (COOLDOWN_GROWTH[step - 1] ?? 1);
}

/** From when fewer than `cap` of these timestamps lie within the last `windowMs`; 0 when there are fewer than `cap` at all. */
export function capUntil(timestamps: readonly EpochMs[], cap: number, windowMs: number): EpochMs {
  const oldest = timestamps[timestamps.length - cap];
  return oldest === undefined ? 0 : oldest + windowMs;
}
