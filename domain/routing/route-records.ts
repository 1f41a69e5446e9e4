/** Orders as they are recorded: all that an order was made from, so that it can be made again. No number is in it. */
import type { EpochMs } from "../time.ts";
import { orderOf, type Preference, type RouteFacts } from "./order.ts";
import { type RoutedKind, type RouteDecision, type RoutingMode, takenOrder } from "./routing.ts";

/** One order of one send. */
export interface SendRouted {
  readonly event: "send.routed";
  readonly at: EpochMs;
  /** Absent in older lines, whose order is also that of a resend before it was rotated. */
  readonly kind?: RoutedKind;
  readonly operator: string;
  readonly chain: string;
  readonly mode: RoutingMode;
  readonly prefer: Preference;
  readonly u: number;
  /** See `factsText`. */
  readonly facts: string;
  /** Names of the providers by which a resend was rotated, oldest first; absent where it was not. */
  readonly carried?: string;
  /** Names of the providers in the order that was taken, or would have been. One that goes on asks those that had no turn yet. */
  readonly order: string;
  /** Each reason as a word and a provider, e.g. `weak ippanel`. Empty for the configured order. */
  readonly why: string;
}

const BETWEEN = "; ";

export function recordOf(decision: RouteDecision, at: EpochMs): SendRouted {
  const { operator, chain, kind, mode, prefer, u, facts, route, carried } = decision;
  return {
    event: "send.routed",
    at,
    kind,
    operator,
    chain,
    mode,
    prefer,
    u,
    facts: factsText(facts),
    ...(carried.length > 0 && { carried: orderText(carried) }),
    order: orderText(takenOrder(route, carried)),
    why: route.reasons.map(({ why, provider }) => `${why} ${provider}`).join(BETWEEN),
  };
}

/** The order, made again from the record; null where its facts cannot be read. */
export function orderAgain({ facts: text, u, prefer, carried }: SendRouted): string | null {
  const facts = factsIn(text);
  if (facts === null) return null;
  return orderText(takenOrder(orderOf(facts, u, prefer), carried?.split(BETWEEN) ?? []));
}

function orderText(order: readonly string[]): string {
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
/** As JavaScript writes numbers, e.g. a price of `1e-7`. */
const NUMBER = String.raw`([\d.]+(?:e[+-]\d+)?)`;
const FACTS = new RegExp(`^(.+)=${NUMBER}/${NUMBER} ${NUMBER}/${NUMBER} (?:-|${NUMBER})( rests)?$`);

/** Reads what `factsText` wrote; null for any other text. */
export function factsIn(text: string): readonly RouteFacts[] | null {
  const facts = text.split(BETWEEN).map((part): RouteFacts | null => {
    const read = FACTS.exec(part);
    if (read === null) return null;
    const [, provider = "", daySends, dayScore, hourSends, hourScore, rial, rests] = read;
    return {
      provider,
      day: { sends: Number(daySends), score: Number(dayScore) },
      hour: { sends: Number(hourSends), score: Number(hourScore) },
      rial: rial === undefined ? null : Number(rial),
      ...(rests !== undefined && { rests: true as const }),
    };
  });
  const read = facts.filter((one) => one !== null);
  return read.length === facts.length ? read : null;
}
