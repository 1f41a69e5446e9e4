/** What an answer means for the chain, and the rows with which a vendor's table decides and explains it. */
import type { DeliveryResult, Hint } from "../../../domain/delivery/provider.ts";

/**
 * How an answer is read. `number`: this line or channel does not reach this number, another may. `earlier`: the vendor recognises the
 * message and accepted it before.
 */
export const ANSWER_CLASSES = [
  "accepted",
  "recipient",
  "message",
  "account",
  "number",
  "unavailable",
  "unknown",
  "earlier",
] as const;
export type AnswerClass = (typeof ANSWER_CLASSES)[number];

/** A class, with a stable word for the reason. */
export interface Meaning {
  readonly class: AnswerClass;
  readonly reason: string;
}

type Facts = Pick<DeliveryResult, "vendorCode" | "messageId" | "costRial">;

/** The result of a call. `facts` may hold codes, ids and costs, never a vendor's text: vendors repeat the code in it. */
export function resultOf({ class: kind, reason }: Meaning, facts: Facts = {}): DeliveryResult {
  switch (kind) {
    case "accepted":
    case "earlier":
      return { outcome: "accepted", ...facts };
    case "recipient":
    case "message":
    case "account":
      return { outcome: "refused", fault: kind, reason, ...facts };
    case "number":
      return { outcome: "refused", fault: "message", numberOnly: true, reason, ...facts };
    case "unavailable":
    case "unknown":
      return { outcome: kind, reason, ...facts };
  }
}

/** What a reason means, and what an operator does about it. */
export interface Explanation {
  readonly means: Hint;
  readonly remedy: Hint;
}

/** A row of a vendor's table. Rows that share a reason share their texts too. */
export interface ExplainedMeaning extends Meaning, Explanation {
  /** The vendor's code; null when Ramz saw it itself, e.g. a time-out. */
  readonly code: number | null;
}

/** The hint for a reason: its meaning, then its remedy. Null when no row has that reason. */
export function explainFrom(rows: readonly ExplainedMeaning[], reason: string): Hint | null {
  const row = rows.find((one) => one.reason === reason);
  return row === undefined ? null : joinedHint(row);
}

/** The meaning, then the remedy. */
export function joinedHint({ means, remedy }: Explanation): Hint {
  return hint(`${means.en} ${remedy.en}`, `${means.fa} ${remedy.fa}`);
}

export function hint(en: string, fa: string): Hint {
  return { en, fa };
}
