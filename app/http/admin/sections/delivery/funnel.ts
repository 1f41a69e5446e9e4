/** Sums of the funnel for the delivery page: by provider and operator, and by hour. */
import type { FunnelCell } from "../../../../../domain/routing/funnel.ts";
import { HOUR_MS } from "../../../../../domain/time.ts";

export type Counts = Pick<FunnelCell, "sent" | "delivered" | "undelivered" | "approved">;

export interface Filter {
  readonly provider: string | null;
  readonly operator: string | null;
}

export interface Row extends Counts, Pick<FunnelCell, "provider" | "operator"> {}

export interface HourRow extends Counts {
  readonly from: number;
}

const NOTHING: Counts = { sent: 0, delivered: 0, undelivered: 0, approved: 0 };

export function filtered(
  cells: readonly FunnelCell[],
  { provider, operator }: Filter,
): readonly FunnelCell[] {
  return cells.filter(
    (cell) =>
      (provider === null || cell.provider === provider) && (operator === null || cell.operator === operator),
  );
}

/** By provider and operator, the busiest first. */
export function byRoute(cells: readonly FunnelCell[]): readonly Row[] {
  const groups = Map.groupBy(cells, ({ provider, operator }) => `${provider}\n${operator}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined
        ? []
        : [{ provider: first.provider, operator: first.operator, ...totalOf(group) }];
    })
    .toSorted((a, b) => b.sent - a.sent);
}

/** Every hour of the last `hours`, oldest first, those in which nothing was sent, too. */
export function byHour(cells: readonly FunnelCell[], hours: number, now: number): readonly HourRow[] {
  const groups = Map.groupBy(cells, ({ from }) => from);
  const current = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: hours }, (_, index) => {
    const from = current - (hours - 1 - index) * HOUR_MS;
    return { from, ...totalOf(groups.get(from) ?? []) };
  });
}

export function totalOf(cells: readonly Counts[]): Counts {
  return cells.reduce(
    (sum, one) => ({
      sent: sum.sent + one.sent,
      delivered: sum.delivered + one.delivered,
      undelivered: sum.undelivered + one.undelivered,
      approved: sum.approved + one.approved,
    }),
    NOTHING,
  );
}

/** Those that can be chosen. */
export function choicesIn(cells: readonly FunnelCell[]): Readonly<Record<keyof Filter, readonly string[]>> {
  const of = (key: keyof Filter) => [...new Set(cells.map((cell) => cell[key]))].toSorted();
  return { provider: of("provider"), operator: of("operator") };
}
