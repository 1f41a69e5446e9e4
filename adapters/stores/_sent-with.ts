/**
 * What attempts were sent with, as a list behind the ledger in the order of its attempts: a version that does not know of it reads the
 * ledger without it, which a further column of a row would not allow.
 */
import type { Attempt } from "../../domain/delivery/attempt.ts";
import type { SentWith } from "../../domain/delivery/provider.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";

/** Of an attempt without. */
const NONE = 0;

/** E.g. `["tverify", 0, "l10008663"]`; ends with the last attempt that has any. */
export function writeSentWith(attempts: readonly Attempt[]): readonly (string | typeof NONE)[] {
  const last = attempts.findLastIndex(({ sentWith }) => sentWith !== undefined);
  return attempts
    .slice(0, last + 1)
    .map(({ sentWith }) => (sentWith === undefined ? NONE : sentWith.kind.charAt(0) + sentWith.name));
}

/** The ledger with what was written of its attempts. */
export function withSentWith(ledger: Ledger, written: readonly unknown[]): Ledger {
  if (written.length === 0) return ledger;
  let place = 0;
  const completed = <T extends { readonly attempts: readonly Attempt[] }>(list: readonly T[]): readonly T[] =>
    list.map((one) => ({
      ...one,
      attempts: one.attempts.map((attempt) => {
        const sentWith = readSentWith(written[place++]);
        return sentWith === null ? attempt : { ...attempt, sentWith };
      }),
    }));
  const { verifications, deliveries } = ledger;
  return {
    ...ledger,
    verifications: completed(verifications),
    ...(deliveries && { deliveries: completed(deliveries) }),
  };
}

function readSentWith(written: unknown): SentWith | null {
  if (typeof written !== "string") return null;
  return { kind: written.startsWith("t") ? "template" : "line", name: written.slice(1) };
}
