/** Compares what happened with what the replayed guard would have done. */
import { placeOf, placeRule, sourceRule } from "../../../domain/rate-limits/guard-replay-records.ts";
import type { Replayed } from "../../../domain/rate-limits/guard-replay.ts";
import {
  type Dimension,
  type Place,
  PLACES,
  type SourceKind,
  SOURCES,
} from "../../../domain/rate-limits/rule.ts";

/** Counts of recorded sends by their outcome. They add up to all recorded sends. */
export interface Sums {
  readonly sent: number;
  /** Refused by the source they came from. */
  readonly refused_by_guard: Readonly<Record<SourceKind, number>>;
  /** Asked for a challenge because of a suspicious place. Those who solved it are counted a second time, under sent. */
  readonly challenged_by_guard: Readonly<Record<Place, number>>;
  /** Refused by limits and budgets, which are not replayed. */
  readonly refused_otherwise: number;
}

/** Where the replayed guard blocks sends, or asks for challenges. */
export interface Spot {
  readonly rule: Dimension;
  readonly place: string;
  readonly stopped: number;
  /** Those of the stopped sends that went out and were confirmed: good users. */
  readonly confirmed: number;
}

export interface Comparison {
  readonly sends: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly happened: Sums;
  readonly replayed: Sums;
  /** Sends that went out and would be blocked. */
  readonly newly_blocked: { readonly sends: number; readonly confirmed: number };
  /** Sends that went out without a challenge and would be asked for one. */
  readonly newly_challenged: { readonly sends: number; readonly confirmed: number };
  /** Sends that were blocked and would go out. How many of them would be confirmed is unknown. */
  readonly newly_sent: { readonly sends: number };
  /** The price of the newly blocked sends minus that of the newly sent ones. Negative when the replayed guard costs more. */
  readonly saved_rial: number;
  /** The price of the newly challenged sends, saved as far as their challenges are not solved. */
  readonly unsolved_rial: number;
  /** The place with the most stopped sends first. */
  readonly places: readonly Spot[];
}

export function compare(replayed: readonly Replayed[], rialPerMessage: number): Comparison {
  const sent = replayed.filter(({ send }) => send.decision === "sent");
  const lost = sent.filter(({ blockedBy }) => blockedBy !== null);
  const challenged = sent.filter(({ challengedBy }) => challengedBy !== null);
  const regained = replayed.filter(
    (one) => stoppedBySource(one) !== null && one.blockedBy === null && one.challengedBy === null,
  );
  const paid = lost.filter(({ returned }) => !returned);
  return {
    sends: replayed.length,
    from: utc(replayed.at(0)),
    to: utc(replayed.at(-1)),
    happened: sums(replayed, stoppedBySource, ({ send }) =>
      send.decision === "challenged" ? placeRule(send.rule) : null,
    ),
    replayed: sums(
      replayed,
      ({ blockedBy }) => blockedBy,
      ({ challengedBy }) => challengedBy,
    ),
    newly_blocked: { sends: lost.length, confirmed: lost.filter(isConfirmed).length },
    newly_challenged: { sends: challenged.length, confirmed: challenged.filter(isConfirmed).length },
    newly_sent: { sends: regained.length },
    saved_rial: (paid.length - regained.length) * rialPerMessage,
    unsolved_rial: challenged.filter(({ returned }) => !returned).length * rialPerMessage,
    places: placesOf(replayed),
  };
}

function isConfirmed({ confirmed }: Replayed): boolean {
  return confirmed;
}

/** The source for which a send was refused, as it happened. */
function stoppedBySource({ send }: Replayed): SourceKind | null {
  return send.decision === "refused" ? sourceRule(send.rule) : null;
}

function sums(
  replayed: readonly Replayed[],
  sourceOf: (one: Replayed) => SourceKind | null,
  challengerOf: (one: Replayed) => Place | null,
): Sums {
  const counted = (isMeant: (one: Replayed) => boolean) => replayed.filter(isMeant).length;
  const bySource = (kind: SourceKind) => counted((one) => sourceOf(one) === kind);
  const byPlace = (place: Place) => counted((one) => challengerOf(one) === place);
  const refused = { address: bySource("address"), subnet: bySource("subnet"), caller: bySource("caller") };
  const challenged = { block: byPlace("block"), operator: byPlace("operator"), app: byPlace("app") };
  const otherwise = counted(({ send }) => send.decision === "refused" && sourceRule(send.rule) === null);
  const stopped = [
    ...SOURCES.map((kind) => refused[kind]),
    ...PLACES.map((place) => challenged[place]),
    otherwise,
  ].reduce((sum, count) => sum + count, 0);
  return {
    sent: replayed.length - stopped,
    refused_by_guard: refused,
    challenged_by_guard: challenged,
    refused_otherwise: otherwise,
  };
}

function placesOf(replayed: readonly Replayed[]): readonly Spot[] {
  const spots = new Map<string, Spot>();
  for (const { send, blockedBy, challengedBy, confirmed } of replayed) {
    const rule = blockedBy ?? challengedBy;
    if (rule === null) continue;
    const place = placeOf(send, rule);
    const name = `${rule} ${place}`;
    const known = spots.get(name) ?? { rule, place, stopped: 0, confirmed: 0 };
    spots.set(name, {
      ...known,
      stopped: known.stopped + 1,
      confirmed: known.confirmed + (confirmed ? 1 : 0),
    });
  }
  return [...spots.values()].sort((a, b) => b.stopped - a.stopped);
}

function utc(one: Replayed | undefined): string | null {
  return one === undefined ? null : new Date(one.send.at).toISOString();
}
