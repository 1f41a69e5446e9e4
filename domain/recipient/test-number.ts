/** Test numbers, which are never sent to: for tests of callers, and for reviewers of app stores (decision 0020). */
import type { EpochMs } from "../time.ts";

export interface TestNumber {
  /** From then on it is a normal number; null: never. */
  readonly until: EpochMs | null;
  /** Its fixed code; null: a derived code, which no message and no reply shows. */
  readonly code: string | null;
  readonly behavior: Behavior;
}

/** What every provider answers for the number. */
export type Behavior = (typeof BEHAVIORS)[number];

export const BEHAVIORS = ["accepted", "refused", "undelivered", "timeout", "no_credit", "slow"] as const;

/** By recipient in E.164. */
export type TestNumbers = Readonly<Record<string, TestNumber>>;
