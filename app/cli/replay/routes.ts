/** Orders of a log, made again from what was recorded of each. */
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { orderOf, PREFERENCES } from "../../../domain/routing/order.ts";
import { factsIn, orderText, type SendRouted } from "../../../domain/routing/route-records.ts";
import { ROUTING_MODES } from "../../../domain/routing/routing.ts";

const Routed = Type.Object({
  event: Type.Literal("send.routed"),
  at: Type.Integer(),
  operator: Type.String(),
  chain: Type.String(),
  mode: Type.Union(ROUTING_MODES.map((mode) => Type.Literal(mode))),
  prefer: Type.Union(PREFERENCES.map((preference) => Type.Literal(preference))),
  u: Type.Number({ minimum: 0, maximum: 1 }),
  facts: Type.String(),
  order: Type.String(),
  why: Type.String(),
});

/** The order in a line of a log; null when there is none. */
export function routedIn(value: unknown): SendRouted | null {
  return Value.Check(Routed, value) ? value : null;
}

export interface ReplayedRoutes {
  readonly sends: number;
  /** Orders that come out as they are in the log. Fewer than `sends` when a version with another rule wrote it. */
  readonly reproduced: number;
  /** Sends whose order was not the configured one, by operator, provider and reason. The most frequent first. */
  readonly changes: readonly { readonly operator: string; readonly change: string; readonly sends: number }[];
}

export function replayRoutes(routed: readonly SendRouted[]): ReplayedRoutes {
  const changed = routed.flatMap(({ operator, why }) =>
    why === "" ? [] : why.split("; ").map((change) => `${operator}\n${change}`),
  );
  const changes = [...Map.groupBy(changed, (name) => name)]
    .map(([name, all]) => {
      const [operator = "", change = ""] = name.split("\n");
      return { operator, change, sends: all.length };
    })
    .sort((a, b) => b.sends - a.sends);
  return { sends: routed.length, reproduced: routed.filter(isReproduced).length, changes };
}

function isReproduced({ facts: text, u, prefer, order }: SendRouted): boolean {
  const facts = factsIn(text);
  return facts !== null && orderText(orderOf(facts, u, prefer).groups.flat()) === order;
}

export function printRoutes({ sends, reproduced, changes }: ReplayedRoutes): string {
  return [
    `${sends} orders of providers, ${reproduced} of them made again from their sums`,
    ...changes.map(
      ({ operator, change, sends: count }) =>
        `${`${operator}: ${change}`.padEnd(52)}${String(count).padStart(12)}`,
    ),
  ].join("\n");
}
