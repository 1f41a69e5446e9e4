/** Orders of a log, made again from what was recorded of each. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { PREFERENCES } from "../../../domain/routing/order.ts";
import { orderAgain, type SendRouted } from "../../../domain/routing/route-records.ts";
import { ROUTED_KINDS, type RoutedKind, ROUTING_MODES } from "../../../domain/routing/routing.ts";

const Routed = Type.Object({
  event: Type.Literal("send.routed"),
  at: Type.Integer(),
  kind: Type.Optional(Type.Union(ROUTED_KINDS.map((kind) => Type.Literal(kind)))),
  operator: Type.String(),
  chain: Type.String(),
  mode: Type.Union(ROUTING_MODES.map((mode) => Type.Literal(mode))),
  prefer: Type.Union(PREFERENCES.map((preference) => Type.Literal(preference))),
  u: Type.Number({ minimum: 0, maximum: 1 }),
  facts: Type.String(),
  carried: Type.Optional(Type.String()),
  order: Type.String(),
  why: Type.String(),
});

/** The order in a line of a log; null when there is none. */
export function routedIn(value: unknown): SendRouted | null {
  return Value.Check(Routed, value) ? value : null;
}

export interface ReplayedOrders {
  readonly sends: number;
  /** Orders that come out as they are in the log. Fewer than `sends` when a version with another rule wrote it. */
  readonly reproduced: number;
  /** Sends whose order was not the configured one, by operator, provider and reason. The most frequent first. */
  readonly changes: readonly { readonly operator: string; readonly change: string; readonly sends: number }[];
}

/** Orders of first sends, and beside them those of resends and of sends that went on after a failed receipt. */
export interface ReplayedRoutes extends ReplayedOrders {
  readonly resends: ReplayedOrders;
  readonly further: ReplayedOrders;
}

export function replayRoutes(routed: readonly SendRouted[]): ReplayedRoutes {
  const byKind = Map.groupBy(routed, kindOf);
  const replayed = (kind: RoutedKind) => replayedOrders(byKind.get(kind) ?? []);
  return { ...replayed("first"), resends: replayed("resend"), further: replayed("further") };
}

function replayedOrders(routed: readonly SendRouted[]): ReplayedOrders {
  const reproduced = routed.filter((one) => orderAgain(one) === one.order).length;
  return { sends: routed.length, reproduced, changes: changesIn(routed) };
}

/** In older lines a resend is known by its draw: it explores nothing. */
function kindOf({ kind, u }: SendRouted): RoutedKind {
  return kind ?? (u === 1 ? "resend" : "first");
}

function changesIn(routed: readonly SendRouted[]): ReplayedOrders["changes"] {
  const changed = routed.flatMap(({ operator, why }) =>
    why === "" ? [] : why.split("; ").map((change) => `${operator}\n${change}`),
  );
  return [...Map.groupBy(changed, (name) => name)]
    .map(([name, all]) => {
      const [operator = "", change = ""] = name.split("\n");
      return { operator, change, sends: all.length };
    })
    .sort((a, b) => b.sends - a.sends);
}

/** Resends, and sends that went on, only where there are any. */
export function printRoutes({ resends, further, ...first }: ReplayedRoutes): string {
  return [
    ...printed("orders of first sends", first),
    ...(resends.sends > 0 ? printed("orders of resends", resends) : []),
    ...(further.sends > 0 ? printed("orders of sends that went on after a failed receipt", further) : []),
  ].join("\n");
}

function printed(title: string, { sends, reproduced, changes }: ReplayedOrders): readonly string[] {
  return [
    `${sends} ${title}, ${reproduced} of them made again from their sums`,
    ...changes.map(
      ({ operator, change, sends: count }) =>
        `${`${operator}: ${change}`.padEnd(52)}${String(count).padStart(12)}`,
    ),
  ];
}
