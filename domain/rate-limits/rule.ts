/** What one send takes from one rule: counted first, judged after, so that no race gets past a limit. */
import type { Count, Counted } from "./sliding-window.ts";
import type { EpochMs } from "../time.ts";

/** Refuse, or only tell. */
export type Mode = "enforce" | "monitor";

export interface Charge {
  readonly count: Count;
  /** What is counted. Messages and Rial are put right once it is known how many went out and what they cost. */
  readonly unit: "send" | "message" | "rial";
  /** What the answer means, after so much was asked to be counted. */
  readonly evaluate: (answer: Counted, amount: number) => Evaluation;
}

export interface Evaluation {
  readonly refusal: QuotaRefusal | null;
  readonly notices: readonly Notice[];
  /** How the quota stands now; null of a rule that is no quota. */
  readonly state: QuotaState | null;
}

export interface QuotaRefusal {
  readonly kind: "ip_limit" | "caller_limit" | "budget" | "low_conversion";
  /** The rule that said no, e.g. `ip_hour`. */
  readonly rule: string;
  readonly until: EpochMs;
}

/** How a quota stands after a send, for its caller. */
export interface QuotaState {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly left: number;
}

/** What an operator should hear of, whether the send went on or not. */
export type Notice =
  | { readonly kind: "exceeded"; readonly rule: string; readonly mode: Mode; readonly limit: number }
  | { readonly kind: "alarm"; readonly rule: string; readonly used: number; readonly limit: number }
  | ({ readonly kind: "suspicious"; readonly mode: Mode } & Suspicion)
  | { readonly kind: "exempt"; readonly reason: string; readonly until: EpochMs };

/** Why the guard would not send. */
export interface Suspicion {
  readonly dimension: Dimension;
  /** Sends of the window, this one included, and how many of them were confirmed. */
  readonly used: number;
  readonly approved: number;
  /** Unconfirmed sends that were allowed. */
  readonly allowed: number;
}

export type Dimension = (typeof DIMENSIONS)[number];

/** What conversion is watched by: ten thousand neighbouring numbers, their operator, the end user's network, the app. */
export const DIMENSIONS = ["block", "operator", "subnet", "app"] as const;
