/** Decisions about sends as they are recorded: enough to run a changed guard over them, and no number as a whole. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import { type Dimension, DIMENSIONS } from "./rule.ts";

interface RecordBase {
  readonly at: EpochMs;
  /** Keyed hash of app and number, used in these records only: says which confirmation belongs to which send. */
  readonly ledger: string;
}

/** A send that was put to the rules across recipients. */
export interface SendDecided extends RecordBase {
  readonly event: "send.decided";
  readonly app: string;
  /** The number without its last four digits, which neighbours have in common. */
  readonly block: Recipient;
  readonly operator: string;
  /** Keyed hash of the end user's network, when it is known. */
  readonly network?: string | undefined;
  /** The guard counts it and never refuses it: the number was proved lately, or is exempt. */
  readonly trusted: boolean;
  readonly decision: "sent" | "refused";
  /** What refused it. For a send that went on: the dimension of the guard that would have refused it in enforce mode. */
  readonly rule?: string | undefined;
}

/** A send of which nothing went out: its charges were given back. */
export interface SendReturned extends RecordBase {
  readonly event: "send.returned";
  /** When the rules were asked about it. */
  readonly asked: EpochMs;
}

/** The number was proved after so many sends. */
export interface SendConfirmed extends RecordBase {
  readonly event: "send.confirmed";
  readonly sends: number;
}

export type Recorded = SendDecided | SendReturned | SendConfirmed;

/** Whether a rule belongs to the guard. Names of all other rules end in their window, e.g. `ip_hour`. */
export function isGuardRule(rule: string | undefined): rule is Dimension {
  return DIMENSIONS.some((dimension) => dimension === rule);
}

/** Where the guard counts a send, for people: a block of numbers, an operator, an app, or the hash of a network. */
export function placeOf(
  { app, block, operator, network = "unknown" }: Omit<SendDecided, keyof RecordBase>,
  dimension: Dimension,
): string {
  return { block: `${block}****`, operator, app, subnet: network }[dimension];
}
