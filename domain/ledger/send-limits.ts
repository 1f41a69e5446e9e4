/** When another message may go out and another guess may be compared, from what has happened in the last day. */
import { type Policy } from "./policy.ts";
import type { Verification } from "./verification.ts";
import { DAY_MS, HOUR_MS, type EpochMs } from "../time.ts";

/** What a number did in the last day, oldest first. */
export interface Timestamps {
  /** When each send was reserved; a send that certainly did not go out is taken back. */
  readonly sends: readonly EpochMs[];
  /** When each guess was compared. */
  readonly guesses: readonly EpochMs[];
}

/** What the limits look at. */
export interface History extends Timestamps {
  /** What sessions did that the app vouches for. It has limits of its own, which no stranger can use up (anchors V23). */
  readonly known?: Timestamps;
  /** Oldest first. At most one is pending per purpose and lane. */
  readonly verifications: readonly Verification[];
}

/** Whose share of the limits a send or a guess uses. */
export type TrustLevel = "anyone" | "known";

const NONE: Timestamps = { sends: [], guesses: [] };

export function trustLevelOf({ lane }: { readonly lane?: "known" }): TrustLevel {
  return lane ?? "anyone";
}

export function timestampsOf(history: History, lane: TrustLevel): Timestamps {
  return lane === "known" ? (history.known ?? NONE) : history;
}

export function withTimestamps<H extends History>(
  history: H,
  lane: TrustLevel,
  moments: Partial<Timestamps>,
): H {
  if (lane === "anyone") return { ...history, ...moments };
  return { ...history, known: { ...timestampsOf(history, lane), ...moments } };
}

/** How much a lane may do. */
interface Caps {
  readonly sendsPerHour: number;
  readonly sendsPerDay: number;
  readonly guessesPerDay: number;
}

export function capsOf(policy: Policy, lane: TrustLevel): Caps {
  if (lane === "anyone") return policy;
  const { knownSendsPerDay, knownGuessesPerDay } = policy;
  return { sendsPerHour: knownSendsPerDay, sendsPerDay: knownSendsPerDay, guessesPerDay: knownGuessesPerDay };
}

/** What closes the gate to another send, and until when. */
export type Decision =
  | { readonly kind: "open" }
  | { readonly kind: "cooldown" | "send_limit" | "guess_limit"; readonly until: EpochMs };

/** Growth of the cool-down over the first sends of a run (design §8: 60, 120, 240 s). */
const COOLDOWN_GROWTH = [1, 2, 4] as const;

/** May another message go to this recipient? When several rules say no, the one that holds longest answers. */
export function decideSend(
  history: History,
  policy: Policy,
  now: EpochMs,
  lane: TrustLevel = "anyone",
): Decision {
  const { sends, guesses } = timestampsOf(history, lane);
  const caps = capsOf(policy, lane);
  const gates: readonly Exclude<Decision, { kind: "open" }>[] = [
    { kind: "cooldown", until: cooldownUntil(sends, history, policy) },
    { kind: "send_limit", until: capUntil(sends, caps.sendsPerHour, HOUR_MS) },
    { kind: "send_limit", until: capUntil(sends, caps.sendsPerDay, DAY_MS) },
    // A code that may not be guessed any more is not worth a message.
    { kind: "guess_limit", until: capUntil(guesses, caps.guessesPerDay, DAY_MS) },
  ];
  const last = gates.reduce((a, b) => (b.until > a.until ? b : a));
  return last.until > now ? last : { kind: "open" };
}

function cooldownUntil(sends: Timestamps["sends"], { verifications }: History, policy: Policy): EpochMs {
  const last = sends.at(-1);
  if (last === undefined) return 0;
  // An approval shows that the person is there and ends the run of unanswered sends.
  const approvedAt = Math.max(0, ...verifications.map((v) => (v.status === "approved" ? v.settledAt : 0)));
  const run = sends.filter((at) => at > last - HOUR_MS && at > approvedAt);
  const step = Math.min(Math.max(run.length, 1), COOLDOWN_GROWTH.length);
  return last + policy.resendWaitMs * (COOLDOWN_GROWTH[step - 1] ?? 1);
}

/** When fewer than `cap` of these moments will lie within the last `windowMs`. */
export function capUntil(moments: readonly EpochMs[], cap: number, windowMs: number): EpochMs {
  const oldest = moments[moments.length - cap];
  return oldest === undefined ? 0 : oldest + windowMs;
}
