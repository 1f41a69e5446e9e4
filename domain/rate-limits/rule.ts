/** One rule across recipients, as a send meets it: counted first and evaluated after, so that no race gets past a limit. */
import type { EpochMs } from "../time.ts";
import type { Count, Counted } from "./sliding-window.ts";

/** `monitor` reports what it would have refused, and refuses nothing. */
export type Mode = "enforce" | "monitor";

/** What one send is charged by one rule. */
export interface Charge {
  readonly count: Count;
  /** Messages and Rial are corrected once it is known how many messages went out and what they cost. */
  readonly unit: "send" | "message" | "rial";
  /** What the answer of the window means, after `amount` was to be counted. */
  readonly evaluate: (answer: Counted, amount: number) => Evaluation;
}

export interface Evaluation {
  readonly refusal: QuotaRefusal | null;
  readonly notices: readonly Notice[];
  /** The quota as it is now; null for a rule that is no quota. */
  readonly state: QuotaState | null;
  /** The guard takes the place for pumped. That refuses no send by itself; it asks newcomers for a challenge (decision 0033). */
  readonly suspicion?: Suspicion;
  /** Refuses a newcomer's send while a place is suspicious, and what is reported then. */
  readonly whileSuspicious?: { readonly refusal: QuotaRefusal; readonly notice: Notice };
  /** The first send of a newcomer from this address within the window of sources. */
  readonly isFirst?: boolean;
}

export interface QuotaRefusal {
  readonly kind: "ip_limit" | "caller_limit" | "budget" | "low_conversion";
  /** The rule that refused, e.g. `ip_hour`. */
  readonly rule: string;
  readonly until: EpochMs;
}

/** A quota after a send. */
export interface QuotaState {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly left: number;
}

/** What is reported to the operator, whether or not the send goes on. */
export type Notice =
  | {
      readonly kind: "exceeded";
      readonly rule: string;
      readonly mode: Mode;
      readonly limit: number;
      /** The address that is limited; absent of other limits. */
      readonly place?: string;
    }
  | { readonly kind: "alarm"; readonly rule: string; readonly used: number; readonly limit: number }
  | ({ readonly kind: "suspicious"; readonly mode: Mode } & Suspicion)
  /** A newcomer was asked for a challenge, or passed one. */
  | { readonly kind: "challenged"; readonly rule: Place; readonly mode: Mode }
  | { readonly kind: "challenge_passed"; readonly rule: Place }
  | { readonly kind: "exempt"; readonly reason: string; readonly until: EpochMs };

/** Why the guard takes a send for pumping. */
export interface Suspicion {
  readonly dimension: Dimension;
  /** Sends in the window, this one included, and how many of them were confirmed. */
  readonly used: number;
  readonly approved: number;
  /** Unconfirmed sends that are allowed. */
  readonly allowed: number;
}

/** Where strangers may drive the counts up: ten thousand neighbouring numbers, an operator, an app. Suspicion there refuses no one. */
export const PLACES = ["block", "operator", "app"] as const;
export type Place = (typeof PLACES)[number];

/** Where sends come from: an end user's address, its network, a key of the caller's own. Each answers for its own codes alone. */
export const SOURCES = ["address", "subnet", "caller"] as const;
export type SourceKind = (typeof SOURCES)[number];

/** Where the guard watches conversion. */
export type Dimension = Place | SourceKind;
export const DIMENSIONS: readonly Dimension[] = [...PLACES, ...SOURCES];

export function isPlace(dimension: Dimension): dimension is Place {
  return PLACES.some((place) => place === dimension);
}
