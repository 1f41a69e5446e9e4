/** Compares what happened with what the replayed guard would have done. */
import { isGuardRule, placeOf } from "../../../domain/rate-limits/guard-replay-records.ts";
import type { Replayed } from "../../../domain/rate-limits/guard-replay.ts";
import { DIMENSIONS, type Dimension } from "../../../domain/rate-limits/rule.ts";

/** Counts of recorded sends by their outcome. They add up to all recorded sends. */
export interface Sums {
  readonly sent: number;
  readonly refused_by_guard: Readonly<Record<Dimension, number>>;
  /** Refused by limits and budgets, which are not replayed. */
  readonly refused_otherwise: number;
}

/** A place at which the replayed guard blocks sends. */
export interface Place {
  readonly rule: Dimension;
  readonly place: string;
  readonly blocked: number;
  /** Those of the blocked sends that went out and were confirmed: good users. */
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
  /** Sends that were blocked and would go out. How many of them would be confirmed is unknown. */
  readonly newly_sent: { readonly sends: number };
  /** The price of the newly blocked sends minus that of the newly sent ones. Negative when the replayed guard costs more. */
  readonly saved_rial: number;
  /** The place with the most blocked sends first. */
  readonly places: readonly Place[];
}

export function compare(replayed: readonly Replayed[], rialPerMessage: number): Comparison {
  const blocked = replayed.filter(({ blockedBy }) => blockedBy !== null);
  const lost = blocked.filter(({ send }) => send.decision === "sent");
  const regained = replayed.filter(
    ({ send, blockedBy }) => isGuardRule(send.rule) && send.decision === "refused" && blockedBy === null,
  );
  const paid = lost.filter(({ returned }) => !returned);
  return {
    sends: replayed.length,
    from: utc(replayed.at(0)),
    to: utc(replayed.at(-1)),
    happened: sums(replayed, ({ send }) =>
      send.decision === "refused" && isGuardRule(send.rule) ? send.rule : null,
    ),
    replayed: sums(replayed, ({ blockedBy }) => blockedBy),
    newly_blocked: { sends: lost.length, confirmed: lost.filter(({ confirmed }) => confirmed).length },
    newly_sent: { sends: regained.length },
    saved_rial: (paid.length - regained.length) * rialPerMessage,
    places: placesOf(blocked),
  };
}

function sums(replayed: readonly Replayed[], guardOf: (one: Replayed) => Dimension | null): Sums {
  const of = (dimension: Dimension) => replayed.filter((one) => guardOf(one) === dimension).length;
  const guard = { block: of("block"), operator: of("operator"), subnet: of("subnet"), app: of("app") };
  const otherwise = replayed.filter(
    ({ send }) => send.decision === "refused" && !isGuardRule(send.rule),
  ).length;
  const refused = DIMENSIONS.reduce((sum, dimension) => sum + guard[dimension], otherwise);
  return { sent: replayed.length - refused, refused_by_guard: guard, refused_otherwise: otherwise };
}

function placesOf(blocked: readonly Replayed[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { send, blockedBy, confirmed } of blocked) {
    if (blockedBy === null) continue;
    const place = placeOf(send, blockedBy);
    const name = `${blockedBy} ${place}`;
    const known = places.get(name) ?? { rule: blockedBy, place, blocked: 0, confirmed: 0 };
    places.set(name, {
      ...known,
      blocked: known.blocked + 1,
      confirmed: known.confirmed + (confirmed ? 1 : 0),
    });
  }
  return [...places.values()].sort((a, b) => b.blocked - a.blocked);
}

function utc(one: Replayed | undefined): string | null {
  return one === undefined ? null : new Date(one.send.at).toISOString();
}
