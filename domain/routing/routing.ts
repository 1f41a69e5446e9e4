/** How an app routes: whether its chain learns, and how a send finds its order. */
import type { Breakers } from "../delivery/circuit-breaker.ts";
import type { Provider, RequestedChannel } from "../delivery/provider.ts";
import { rotated } from "../delivery/resend-order.ts";
import type { Secrets } from "../ports.ts";
import type { Sums } from "../rate-limits/sliding-window.ts";
import type { EpochMs } from "../time.ts";
import { drawnFrom, type Preference, rank, type Route, type RouteFacts, type RouteReason } from "./order.ts";
import { noRouteMemory, type RankedChain, type RouteMemory } from "./route-memory.ts";
import { routeFacts, type RoutePlace, type RouteQuery, routeReads } from "./route-windows.ts";

/** `fixed`: as configured. `monitor`: as configured, and the order that would have been taken is reported. `learn`: by what comes back. */
export const ROUTING_MODES = ["fixed", "monitor", "learn"] as const;
export type RoutingMode = (typeof ROUTING_MODES)[number];

export interface RoutingRules {
  readonly mode: RoutingMode;
  readonly prefer: Preference;
  /** Rial a message, by provider. Without an entry it is what vendors reported in the last day. */
  readonly prices: Readonly<Record<string, number>>;
}

export const FIXED_ROUTING: RoutingRules = { mode: "fixed", prefer: "configured", prices: {} };

export interface Routing extends RoutingRules {
  /** A provider's name among those of all chains. Chains with the same labels share what they learn. */
  readonly labelOf: (provider: string) => string;
  readonly memory: RouteMemory;
}

export const fixedRouting: Routing = {
  ...FIXED_ROUTING,
  labelOf: (provider) => provider,
  memory: noRouteMemory,
};

/** What a verification remembers of the route of its first send. */
export interface RoutedSend extends RoutePlace {
  readonly send: EpochMs;
  /** What becomes of it is counted for later orders. */
  readonly counted: boolean;
  /** Why its order was not the configured one. */
  readonly reasons?: readonly RouteReason[];
}

/** `further`: a send goes on after a failed receipt, and its order is made again. */
export const ROUTED_KINDS = ["first", "resend", "further"] as const;
export type RoutedKind = (typeof ROUTED_KINDS)[number];

/** The order of one send, with all that it was made from. */
export interface RouteDecision extends RoutePlace {
  readonly kind: RoutedKind;
  readonly mode: RoutingMode;
  readonly prefer: Preference;
  readonly facts: readonly RouteFacts[];
  /** What the send drew; 1 when it explores nothing. */
  readonly u: number;
  readonly route: Route;
  /** Who carried the verification before, oldest first, where a resend is rotated by it; else empty. */
  readonly carried: readonly string[];
}

/** A send that asks for its order. */
export interface RouteQuestion {
  readonly chain: readonly Provider[];
  readonly routing: Routing;
  /** Of its chain at its operator, in the memory. */
  readonly name: string;
  /** What was ranked just now, or what must be read for it. */
  readonly known: RankedChain | RouteQuery;
}

/** What a send asks; null when there is nothing to order. */
export function questionOf(
  routing: Routing,
  chain: readonly Provider[],
  { channel, operator }: { readonly channel: RequestedChannel; readonly operator: string },
  { secrets, now }: { readonly secrets: Pick<Secrets, "windowKey">; readonly now: EpochMs },
): RouteQuestion | null {
  if (routing.mode === "fixed" || chain.length < 2) return null;
  const providers = chain.map(({ name }) => routing.labelOf(name));
  const name = [operator, channel, ...providers].join("\n");
  const known = routing.memory.recent(name, now) ?? {
    operator,
    chain: chainKeyOf(channel, providers, secrets),
    providers,
    priced: routing.prefer === "cheapest",
  };
  return { chain, routing, name, known };
}

const CHAIN_KEY_CHARS = 8;

/** Names a chain for a channel among all others. */
export function chainKeyOf(
  channel: RequestedChannel,
  labels: readonly string[],
  secrets: Pick<Secrets, "windowKey">,
): string {
  return secrets.windowKey(`chain\n${channel}\n${labels.join("\n")}`).slice(0, CHAIN_KEY_CHARS);
}

/** What must be read of the store for it: nothing where it was read just now. */
export function readsOf(question: RouteQuestion | null): ReturnType<typeof routeReads> {
  return question === null || "ranking" in question.known ? [] : routeReads(question.known);
}

/** Its chain, ranked by what was `read` and by who may be called; null when that is not all there. */
export function rankedFor(
  { known, chain, name, routing: { memory, prices, prefer } }: RouteQuestion,
  read: readonly Sums[],
  { breakers, now }: { readonly breakers: Pick<Breakers, "pause">; readonly now: EpochMs },
): RankedChain | null {
  if ("ranking" in known) return known;
  const providers = chain.map((one) => one.name);
  const sums = routeFacts({ ...known, providers }, read, (provider) => prices[provider] ?? null);
  if (sums === null) return null;
  const resting = chain.filter((provider) => breakers.pause(provider, now) !== null).map((one) => one.name);
  const facts = sums.map((one) => (resting.includes(one.provider) ? { ...one, rests: true as const } : one));
  const { operator, chain: key } = known;
  const ranked = { operator, chain: key, facts, ranking: rank(facts, prefer) };
  memory.keep(name, ranked, now);
  return ranked;
}

/** Decides for a send that drew `u`. The names in the decision are those of the chain. */
export function decideRoute(
  { operator, chain, facts, ranking }: RankedChain,
  { mode, prefer }: Pick<RoutingRules, "mode" | "prefer">,
  { kind, u, carried }: Pick<RouteDecision, "kind" | "u" | "carried">,
): RouteDecision {
  return { kind, operator, chain, mode, prefer, facts, u, route: drawnFrom(ranking, u), carried };
}

/** The providers in the order of a send: those of the same health are rotated by who carried it before. */
export function takenOrder({ groups }: Route, carried: readonly string[]): readonly string[] {
  return groups.flatMap((group) => rotated(group, carried));
}

/** What a verification draws, from 0 to 1: the same in every process, and nothing that a caller can choose. */
export function drawOf(id: string, secrets: Pick<Secrets, "mac" | "keyId">): number {
  const mac = secrets.mac(secrets.keyId, `route\n${id}`);
  return new DataView(mac.buffer, mac.byteOffset).getUint32(0) / 2 ** 32;
}
