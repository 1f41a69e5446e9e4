/**
 * The order of a chain by what comes back (decision 0046). Pure and without randomness of its own: the same sums give the same order, so
 * every order can be computed again from the log.
 */

/** First sends that are old enough to judge, and how many of them came back: one in time counts 1, a late one ½. */
export interface Evidence {
  readonly sends: number;
  readonly score: number;
}

/** What is known of one provider at one operator. */
export interface RouteFacts {
  readonly provider: string;
  /** In the last 24 hours. */
  readonly day: Evidence;
  /** In the last hour. */
  readonly hour: Evidence;
  /** Rial a message; null when it is not known. */
  readonly rial: number | null;
  /** It is not called for now, so it is not explored. Absent where it may be called. */
  readonly rests?: true;
}

/** `cheapest`: a cheaper provider passes a dearer one once it is proven to be as good. */
export const PREFERENCES = ["configured", "cheapest"] as const;
export type Preference = (typeof PREFERENCES)[number];

/** `weak`: proven to be worse than the best over a day. `sick`: far below it in the last hour. */
export type Health = "well" | "weak" | "sick";

/** Why the order is not the configured one. */
export type RouteReason =
  | { readonly why: "weak" | "sick"; readonly provider: string; readonly evidence: Evidence }
  /** It goes first to be measured. */
  | { readonly why: "exploring"; readonly provider: string }
  /** It passed a dearer one. */
  | { readonly why: "cheaper"; readonly provider: string };

export interface Route {
  /** A permutation of the chain, in groups of the same health: well, weak, sick. Exploration moves one to the front of all. */
  readonly groups: readonly (readonly string[])[];
  readonly reasons: readonly RouteReason[];
}

/** Bounds of the share that comes back. */
interface Bounds {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

interface Judged extends RouteFacts {
  readonly bounds: Bounds;
  readonly health: Health;
}

/** Sends that the share of the operator counts for, where a provider has few of its own. */
const PRIOR_SENDS = 10;
/** Sends that the share of the day counts for within the hour. */
const PRIOR_SENDS_HOUR = 4;
/** 90 % of a normal distribution lie within so many deviations. */
const DEVIATIONS = 1.64;
/** The variance of a share near 0 or 1 is not believed to be smaller. */
const VARIANCE_MIN = 0.0025;
/** The share of the proven best below which a provider is weak, and sick. */
const WEAK_BELOW = 0.95;
const SICK_BELOW = 0.75;
/** A cheaper provider is as good when it is proven to have this share of the dearer one's. */
const AS_GOOD = 0.95;
/** How often another provider goes first to be measured, as long as one is hardly known, and after that. */
const EXPLORED = { hardlyKnown: 0.04, known: 0.01 };
const KNOWN_FROM_SENDS = 150;

/** The orders of a chain while its sums are the same: sends differ only in what they draw. */
export interface Ranking {
  /** For a send that explores nothing. */
  readonly usual: Route;
  /** For a send that draws less than `exploredBelow`; null in a chain of one. */
  readonly exploring: Route | null;
  readonly exploredBelow: number;
}

/** The order for a send. `u` is drawn from 0 to 1 for it; 1 explores nothing. */
export function orderOf(chain: readonly RouteFacts[], u: number, prefer: Preference): Route {
  return drawnFrom(rank(chain, prefer), u);
}

export function drawnFrom({ usual, exploring, exploredBelow }: Ranking, u: number): Route {
  return exploring !== null && u < exploredBelow ? exploring : usual;
}

/**
 * Providers that are well in the order of the chain, then weak ones, then sick ones, each by their share. All sick is an outage of the
 * operator, or bots, and no fault of a provider.
 */
export function rank(chain: readonly RouteFacts[], prefer: Preference): Ranking {
  const judged = judge(chain);
  const isOutage = judged.every(({ health }) => health === "sick");
  const well = isOutage ? judged : judged.filter(({ health }) => health === "well");
  const preferred = prefer === "cheapest" && !isOutage ? cheapestFirst(well) : well;
  const demoted = (health: Health) =>
    isOutage
      ? []
      : judged.filter((one) => one.health === health).toSorted((a, b) => b.bounds.share - a.bounds.share);
  const [weak, sick] = [demoted("weak"), demoted("sick")];
  const passed = preferred.filter((one, place) => place < well.indexOf(one));
  const usual: Route = {
    groups: [preferred, weak, sick].map((group) => group.map(({ provider }) => provider)),
    reasons: [
      ...[...weak, ...sick].flatMap(reasonOf),
      ...passed.map(({ provider }) => ({ why: "cheaper", provider }) as const),
    ],
  };
  return { usual, ...explorationOf(chain, usual) };
}

/** The bounds over 24 hours and the health of each provider. */
export function judge(chain: readonly RouteFacts[]): readonly Judged[] {
  const total = chain.reduce((sum, { day }) => sum + day.sends, 0);
  const base = total === 0 ? 0 : chain.reduce((sum, { day }) => sum + day.score, 0) / total;
  const bounded = chain.map((facts) => ({ ...facts, bounds: boundsOf(facts.day, base, PRIOR_SENDS) }));
  const proven = Math.max(0, ...bounded.map(({ bounds }) => bounds.low));
  return bounded.map((facts) => {
    const ofHour = boundsOf(facts.hour, facts.bounds.share, PRIOR_SENDS_HOUR);
    const isSick = ofHour.high < SICK_BELOW * proven;
    const isWeak = facts.bounds.high < WEAK_BELOW * proven;
    return { ...facts, health: isSick ? "sick" : isWeak ? "weak" : "well" };
  });
}

function boundsOf({ sends, score }: Evidence, prior: number, priorSends: number): Bounds {
  const weight = sends + priorSends;
  const share = (score + priorSends * prior) / weight;
  const margin = DEVIATIONS * Math.sqrt(Math.max(share * (1 - share), VARIANCE_MIN) / weight);
  return { share, low: share - margin, high: share + margin };
}

/** Each cheaper provider moved up past the dearer ones before it, as far as it is proven to be as good. An unknown price is never cheap. */
function cheapestFirst(chain: readonly Judged[]): readonly Judged[] {
  const order: Judged[] = [];
  for (const one of chain) {
    let place = order.length;
    for (
      let before = order[place - 1];
      before !== undefined && mayPass(one, before);
      before = order[place - 1]
    )
      place -= 1;
    order.splice(place, 0, one);
  }
  return order;
}

function mayPass(one: Judged, before: Judged): boolean {
  if (one.rial === null || before.rial === null || one.rial >= before.rial) return false;
  return one.bounds.low >= AS_GOOD * before.bounds.share;
}

/** Of the providers that are not the first, the one with the fewest sends goes first to be measured. */
function explorationOf(chain: readonly RouteFacts[], usual: Route): Omit<Ranking, "usual"> {
  const [first] = usual.groups.flat();
  const others = chain.filter(({ provider, rests }) => provider !== first && rests !== true);
  const [least] = others.toSorted((a, b) => a.day.sends - b.day.sends);
  if (least === undefined) return { exploring: null, exploredBelow: 0 };
  const { provider, day } = least;
  const exploring: Route = {
    groups: withFirst(usual.groups, provider),
    reasons: [{ why: "exploring", provider }, ...usual.reasons],
  };
  const isKnown = day.sends >= KNOWN_FROM_SENDS;
  return { exploring, exploredBelow: isKnown ? EXPLORED.known : EXPLORED.hardlyKnown };
}

function withFirst(groups: Route["groups"], first: string): Route["groups"] {
  return [[first], ...groups.map((group) => group.filter((provider) => provider !== first))];
}

/** A weak provider is judged by its day, a sick one by its hour. */
function reasonOf({ provider, health, day, hour }: Judged): readonly RouteReason[] {
  if (health === "well") return [];
  return [{ why: health, provider, evidence: health === "weak" ? day : hour }];
}
