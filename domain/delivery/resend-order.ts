/**
 * The order of a resend. Who asks again did not get the first message, or not in time, so another provider carries the second one with
 * the same code.
 */
import { type Attempt, mayHaveArrived } from "./attempt.ts";
import type { Provider } from "./provider.ts";

/** `rotate`: a resend begins with another provider. `same`: every send walks the chain from its beginning. */
export const RESEND_ORDERS = ["rotate", "same"] as const;
export type ResendOrder = (typeof RESEND_ORDERS)[number];

/**
 * The chain for a resend: first the providers that have not carried the verification yet, from the one after the last carrier on; then
 * the others, so that the last carrier is last. `attempts` are those of the verification, oldest first.
 */
export function rotated(chain: readonly Provider[], attempts: readonly Attempt[]): readonly Provider[] {
  const carriers = attempts.filter(mayHaveArrived).map(({ provider }) => provider);
  const next = chain.findIndex(({ name }) => name === carriers.at(-1)) + 1;
  const turned = [...chain.slice(next), ...chain.slice(0, next)];
  return turned.toSorted((a, b) => carriers.lastIndexOf(a.name) - carriers.lastIndexOf(b.name));
}
