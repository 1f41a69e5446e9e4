/** Decisions about sends as they are recorded: enough to run a changed guard over them, and no number as a whole. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";
import { type Dimension, type Place, PLACES, type SourceKind, SOURCES } from "./rule.ts";
import type { KnownSource, Standing } from "./sender.ts";

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
  /** Keyed hashes of its sources, with what they usually confirm in a day. */
  readonly sources: readonly KnownSource[];
  readonly standing: Standing;
  /** Its code was made elsewhere, so it counts once its outcome is reported. */
  readonly carried?: true | undefined;
  /** A challenge was passed for it. */
  readonly challenge?: "passed" | undefined;
  readonly decision: "sent" | "refused" | "challenged";
  /** What refused or challenged it. For a send that went on: the dimension of the guard that would have, in enforce mode. */
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

/** What became of a carried code, by the word of its maker. */
export interface SendReported extends RecordBase {
  readonly event: "send.reported";
  /** Sends that were not reported before: none when unused becomes used. */
  readonly sends: number;
  readonly outcome: "used" | "unused";
}

export type Recorded = SendDecided | SendReturned | SendConfirmed | SendReported;

/** The source that refused, if a rule names one. Names of limits and budgets end in their window, e.g. `ip_hour`. */
export function sourceRule(rule: string | undefined): SourceKind | null {
  return SOURCES.find((source) => source === rule) ?? null;
}

/** The suspicious place that a rule names, if it names one. */
export function placeRule(rule: string | undefined): Place | null {
  return PLACES.find((place) => place === rule) ?? null;
}

/** Where the guard counts a send, for people: a block of numbers, an operator, an app, or the hash of a source. */
export function placeOf({ app, block, operator, sources }: SendDecided, dimension: Dimension): string {
  switch (dimension) {
    case "block":
      return `${block}****`;
    case "operator":
      return operator;
    case "app":
      return app;
    case "address":
    case "subnet":
    case "caller":
      return sources.find(({ kind }) => kind === dimension)?.key ?? "unknown";
  }
}

/** The sources as one text for a log line, e.g. `address:Kx3d=0.5 subnet:9fQa=2`; the number is what they usually confirm in a day. */
export function sourcesText(sources: readonly KnownSource[]): string {
  return sources.map(({ kind, key, approvalsPerDay }) => `${kind}:${key}=${approvalsPerDay}`).join(" ");
}

/** Reads what `sourcesText` wrote; what it did not write is left out. */
export function sourcesIn(text: string): readonly KnownSource[] {
  return text.split(" ").flatMap((word) => {
    const [, name, key, usual] = /^([a-z]+):([^=]+)=([0-9.]+)$/.exec(word) ?? [];
    const kind = sourceRule(name);
    return kind === null || key === undefined ? [] : [{ kind, key, approvalsPerDay: Number(usual) }];
  });
}
