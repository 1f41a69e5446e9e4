/** Decisions about sends, as they are written down: enough to run a changed guard over them, and no number as a whole. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import { type Dimension, DIMENSIONS } from "./rule.ts";

interface Told {
  readonly at: EpochMs;
  /** Keyed hash of app and number, of these records alone: tells which confirmation belongs to which send. */
  readonly ledger: string;
}

/** A send that asked the rules across recipients. */
export interface SendDecided extends Told {
  readonly event: "send.decided";
  readonly app: string;
  /** The number without its last four digits, which neighbours have in common. */
  readonly block: Recipient;
  readonly operator: string;
  /** Keyed hash of the end user's network, when it is known. */
  readonly network?: string | undefined;
  /** The guard counts it and does not doubt it: the number was proved lately, or is exempt. */
  readonly trusted: boolean;
  readonly decision: "sent" | "refused";
  /** What refused it; of a send that went on, the place of the guard that would have in enforce mode. */
  readonly rule?: string | undefined;
}

/** A send that came to nothing: it was given back. */
export interface SendReturned extends Told {
  readonly event: "send.returned";
  /** When the rules were asked for it. */
  readonly asked: EpochMs;
}

/** The number was proved after so many sends. */
export interface SendConfirmed extends Told {
  readonly event: "send.confirmed";
  readonly sends: number;
}

export type Recorded = SendDecided | SendReturned | SendConfirmed;

/** Whether a rule is the guard's; names of all others end in their window, e.g. `ip_hour`. */
export function isGuards(rule: string | undefined): rule is Dimension {
  return DIMENSIONS.some((dimension) => dimension === rule);
}

/** Where the guard counts a send, for people: a block of numbers, an operator, an app, or the hash of a network. */
export function placeOf(
  { app, block, operator, network = "unknown" }: Omit<SendDecided, keyof Told>,
  dimension: Dimension,
): string {
  return { block: `${block}****`, operator, app, subnet: network }[dimension];
}
