/**
 * The order of a resend. Who asks again did not get the first message, or not in time, so another provider carries the second one with
 * the same code.
 */
import { type Attempt, mayHaveArrived } from "./attempt.ts";

/** `rotate`: a resend begins with another provider. `same`: every send walks the chain from its beginning. */
export const RESEND_ORDERS = ["rotate", "same"] as const;
export type ResendOrder = (typeof RESEND_ORDERS)[number];

/** Names of the providers whose messages may have arrived, oldest first. */
export function carriedBy(attempts: readonly Attempt[]): readonly string[] {
  return attempts.filter(mayHaveArrived).map(({ provider }) => provider);
}

/**
 * The chain for a resend, by names: first the providers that have not carried the verification yet, from the one after the last carrier
 * on; then the others, so that the last carrier is last. `carried` is by whom it was carried before, oldest first.
 */
export function rotated(chain: readonly string[], carried: readonly string[]): readonly string[] {
  const next = chain.findIndex((name) => name === carried.at(-1)) + 1;
  const turned = [...chain.slice(next), ...chain.slice(0, next)];
  return turned.toSorted((a, b) => carried.lastIndexOf(a) - carried.lastIndexOf(b));
}
