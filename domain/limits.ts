/** When another message may go out and another guess may be compared, from what has happened in the last day. */
import { DAY_MS, HOUR_MS, type Policy } from "./policy.ts";
import type { EpochMs } from "./ports.ts";
import type { Verification } from "./verification.ts";

/** What the limits look at. */
export interface History {
  /** When each send of the last day was reserved, oldest first; a send that certainly did not go out is taken back. */
  readonly sends: readonly EpochMs[];
  /** When each guess of the last day was compared, oldest first. */
  readonly guesses: readonly EpochMs[];
  /** Oldest first. At most one is pending per purpose. */
  readonly verifications: readonly Verification[];
}

/** What closes the gate to another send, and until when. */
export type Gate =
  | { readonly kind: "open" }
  | { readonly kind: "cooldown" | "send_limit" | "guess_limit"; readonly until: EpochMs };

/** Growth of the cool-down over the first sends of a run (design §8: 60, 120, 240 s). */
const COOLDOWN_GROWTH = [1, 2, 4] as const;

/** May another message go to this recipient? When several rules say no, the one that holds longest answers. */
export function sendGate(history: History, policy: Policy, now: EpochMs): Gate {
  const cooldown: Gate = { kind: "cooldown", until: cooldownUntil(history, policy) };
  const hour: Gate = { kind: "send_limit", until: capUntil(history.sends, policy.sendsPerHour, HOUR_MS) };
  const day: Gate = { kind: "send_limit", until: capUntil(history.sends, policy.sendsPerDay, DAY_MS) };
  // A code that may not be guessed any more is not worth a message.
  const guesses: Gate = {
    kind: "guess_limit",
    until: capUntil(history.guesses, policy.guessesPerDay, DAY_MS),
  };
  const last = [cooldown, hour, day, guesses].reduce((a, b) => (b.until > a.until ? b : a));
  return last.until > now ? last : { kind: "open" };
}

function cooldownUntil(history: History, policy: Policy): EpochMs {
  const last = history.sends.at(-1);
  if (last === undefined) return 0;
  // An approval shows that the person is there and ends the run of unanswered sends.
  const approvedAt = Math.max(
    0,
    ...history.verifications.map((v) => (v.status === "approved" ? v.settledAt : 0)),
  );
  const run = history.sends.filter((at) => at > last - HOUR_MS && at > approvedAt);
  const step = Math.min(Math.max(run.length, 1), COOLDOWN_GROWTH.length);
  return last + policy.resendWaitMs * (COOLDOWN_GROWTH[step - 1] ?? 1);
}

/** When fewer than `cap` of these moments will lie within the last `windowMs`. */
export function capUntil(moments: readonly EpochMs[], cap: number, windowMs: number): EpochMs {
  const oldest = moments[moments.length - cap];
  return oldest === undefined ? 0 : oldest + windowMs;
}
