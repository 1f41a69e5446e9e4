/**
 * The pumping guard. Messages that are pumped for their price are not confirmed, so sending stops where many codes go out and few come
 * back. The threshold grows with confirmed sends: a busy operator may have more unconfirmed ones than ten neighbouring numbers.
 */
import type { Recipient } from "../recipient/recipient.ts";
import { type EpochMs, HOUR_MS } from "../time.ts";
import type { Charge, Dimension, Evaluation, Mode, Suspicion } from "./rule.ts";
import type { Sender } from "./sender.ts";
import { BUCKETS, type Count, type Sums } from "./sliding-window.ts";

export interface GuardRules {
  readonly mode: Mode | "off";
  /** How far back the guard looks; a multiple of the buckets of a window. */
  readonly windowMs: number;
  /** Unconfirmed sends that are always allowed. */
  readonly floor: Readonly<Record<Dimension, number>>;
  /** Further unconfirmed sends allowed for each confirmed one; 1 asks for every second code to come back. */
  readonly perApproval: number;
}

export const DEFAULT_GUARD: GuardRules = {
  mode: "enforce",
  windowMs: 6 * HOUR_MS,
  floor: { block: 10, operator: 200, subnet: 30, app: 500 },
  perApproval: 1,
};

/** Whether one more send is suspicious, by the sums of its window with that send counted; null when it is not. */
export function suspicionOf(rules: GuardRules, dimension: Dimension, sums: Sums): Suspicion | null {
  const allowed = rules.floor[dimension] + Math.floor(sums.approved * rules.perApproval);
  return sums.used - sums.approved > allowed ? { dimension, ...sums, allowed } : null;
}

/** What the guard counts a send by. */
export type Watched = Pick<Sender, "app" | "recipient" | "operator" | "network">;

/** What the guard counts, by dimension; the subnet only when it is known. */
export function guardCounts(
  rules: GuardRules,
  { app, recipient, operator, network }: Watched,
  counter: Count["counter"],
  amount: number,
): readonly (readonly [Dimension, Count])[] {
  if (rules.mode === "off") return [];
  const count = (dimension: Dimension, place: string): [Dimension, Count] => [
    dimension,
    { key: `guard:${dimension}:${place}`, windowMs: rules.windowMs, counter, amount, limit: null },
  ];
  return [
    count("block", blockOf(recipient)),
    count("operator", operator),
    count("app", app),
    ...(network === undefined ? [] : [count("subnet", network)]),
  ];
}

/** Digits that neighbouring numbers differ in. */
const BLOCK_DIGITS = 4;

/** What ten thousand neighbouring numbers have in common. */
export function blockOf(recipient: Recipient): Recipient {
  return `+${recipient.slice(1, -BLOCK_DIGITS)}`;
}

/** What one send is charged by the guard. A send that counts as proved is counted and never refused. */
export function guardCharges(rules: GuardRules, sender: Sender, at: EpochMs): readonly Charge[] {
  const mode = rules.mode === "enforce" && !sender.proved ? "enforce" : "monitor";
  // One bucket from now some sends have left the window. Whether that is enough cannot be known before.
  const until = at + rules.windowMs / BUCKETS;
  return guardCounts(rules, sender, "used", 1).map(([dimension, count]) => ({
    count,
    unit: "send",
    evaluate({ sums }): Evaluation {
      const suspicion = suspicionOf(rules, dimension, sums);
      if (suspicion === null) return { refusal: null, notices: [], state: null };
      const refusal = { kind: "low_conversion", rule: dimension, until } as const;
      const notices = [{ kind: "suspicious", mode, ...suspicion } as const];
      return { refusal: mode === "enforce" ? refusal : null, notices, state: null };
    },
  }));
}
