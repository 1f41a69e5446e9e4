/** Orders as they are recorded: all that an order was made from, so that it can be made again. No number is in it. */
import type { EpochMs } from "../time.ts";
import type { Preference, RouteFacts } from "./order.ts";
import type { RouteDecision, RoutingMode } from "./routing.ts";

/** One order of one send. */
export interface SendRouted {
  readonly event: "send.routed";
  readonly at: EpochMs;
  readonly operator: string;
  readonly chain: string;
  readonly mode: RoutingMode;
  readonly prefer: Preference;
  readonly u: number;
  /** See `factsText`. */
  readonly facts: string;
  /** Names of the providers in the order that was taken, or would have been. */
  readonly order: string;
  /** Each reason as a word and a provider, e.g. `weak ippanel`. Empty for the configured order. */
  readonly why: string;
}

const BETWEEN = "; ";

export function recordOf(decision: RouteDecision, at: EpochMs): SendRouted {
  const { operator, chain, mode, prefer, u, facts, route } = decision;
  return {
    event: "send.routed",
    at,
    operator,
    chain,
    mode,
    prefer,
    u,
    facts: factsText(facts),
    order: orderText(route.groups.flat()),
    why: route.reasons.map(({ why, provider }) => `${why} ${provider}`).join(BETWEEN),
  };
}

export function orderText(order: readonly string[]): string {
  return order.join(BETWEEN);
}

/**
 * The facts in the order of the chain: sends and score of the day, of the hour, the price, and whether it rested, e.g.
 * `smsir=120/92.5 8/6 1200`, `ippanel=3/1 0/0 - rests`.
 */
export function factsText(facts: readonly RouteFacts[]): string {
  return facts
    .map(
      ({ provider, day, hour, rial, rests }) =>
        `${provider}=${day.sends}/${day.score} ${hour.sends}/${hour.score} ${rial ?? "-"}${rests ? RESTS : ""}`,
    )
    .join(BETWEEN);
}

const RESTS = " rests";
const FACTS = /^(.+)=([\d.]+)\/([\d.]+) ([\d.]+)\/([\d.]+) ([\d.]+|-)( rests)?$/;

/** Reads what `factsText` wrote; null for any other text. */
export function factsIn(text: string): readonly RouteFacts[] | null {
  const facts = text.split(BETWEEN).map((part): RouteFacts | null => {
    const [, provider = "", daySends, dayScore, hourSends, hourScore, rial, rests] = FACTS.exec(part) ?? [];
    if (rial === undefined) return null;
    return {
      provider,
      day: { sends: Number(daySends), score: Number(dayScore) },
      hour: { sends: Number(hourSends), score: Number(hourScore) },
      rial: rial === "-" ? null : Number(rial),
      ...(rests !== undefined && { rests: true as const }),
    };
  });
  const read = facts.filter((one) => one !== null);
  return read.length === facts.length ? read : null;
}
