/** Numbers that are no phones: for tests of callers, and for reviewers of app stores (decision 0020). */
import type { EpochMs } from "../time.ts";

export interface TestNumber {
  /** From here on it is a number like any other; null: never. */
  readonly until: EpochMs | null;
  /** Its code, every time; null: a code like any other's, which nobody gets to see. */
  readonly code: string | null;
  readonly behavior: Behavior;
}

/** What providers answer for the number. */
export type Behavior = (typeof BEHAVIORS)[number];

export const BEHAVIORS = ["accepted", "refused", "undelivered", "timeout", "no_credit", "slow"] as const;

/** By recipient in E.164. */
export type TestNumbers = Readonly<Record<string, TestNumber>>;
