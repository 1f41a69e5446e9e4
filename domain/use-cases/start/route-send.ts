/** The order in which a send asks its providers: as configured, or by what came back lately. */
import type { Attempt } from "../../delivery/attempt.ts";
import type { Provider } from "../../delivery/provider.ts";
import { carriedBy, rotated } from "../../delivery/resend-order.ts";
import type { Reservation } from "../../rate-limits/rate-limiter.ts";
import type { RankedChain } from "../../routing/route-memory.ts";
import {
  decideRoute,
  drawOf,
  rankedFor,
  type RouteDecision,
  type RoutedSend,
  type RouteQuestion,
  type Routing,
  takenOrder,
} from "../../routing/routing.ts";
import type { EpochMs } from "../../time.ts";
import type { OtpContext } from "../context.ts";

/** What the rules across recipients read for the order of a send. */
export interface Learned {
  readonly ranked: RankedChain;
  readonly routing: Routing;
  /** The guard doubts the source or the block of the send, so nothing is learned from it. */
  readonly isDoubted: boolean;
}

export function learnedFrom(
  { breakers }: Pick<OtpContext, "breakers">,
  question: RouteQuestion | null,
  { read, notices, at }: Reservation,
): Learned | null {
  if (question === null) return null;
  const ranked = rankedFor(question, read, { breakers, now: at });
  if (ranked === null) return null;
  // A vendor that swallows an operator makes the guard doubt the operator and the app. That must still be learned from.
  const isDoubted = notices.some(
    (notice) => notice.kind === "suspicious" && notice.dimension !== "operator" && notice.dimension !== "app",
  );
  return { ranked, routing: question.routing, isDoubted };
}

/** A send that is to be ordered. */
export interface UnorderedSend {
  readonly id: string;
  readonly at: EpochMs;
  /** Its code went out before, with these attempts. */
  readonly resent: boolean;
  /** It goes on after a failed receipt. */
  readonly moved?: boolean;
  readonly attempts: readonly Attempt[];
  readonly providers: readonly Provider[];
}

export interface OrderedSend {
  readonly providers: readonly Provider[];
  readonly decision: RouteDecision | null;
  /** What its verification remembers; undefined for a resend, from which nothing is learned. */
  readonly routed: RoutedSend | undefined;
}

/**
 * Only first sends explore, and orders are learned from them alone: who asks again is another population. A resend is rotated within the
 * providers of the same health, so that it does not go to one that swallows messages.
 */
export function orderSend(
  { secrets, resendOrder }: Pick<OtpContext, "secrets" | "resendOrder">,
  { id, at, resent, moved = false, attempts, providers }: UnorderedSend,
  learned: Learned | null,
): OrderedSend {
  const carried = resent && resendOrder === "rotate" ? carriedBy(attempts) : [];
  const configured = providers.map(({ name }) => name);
  const asConfigured = inOrder(providers, rotated(configured, carried));
  if (learned === null) return { providers: asConfigured, decision: null, routed: undefined };
  const kind = moved ? "further" : resent ? "resend" : "first";
  const u = resent ? 1 : drawOf(id, secrets);
  const decision = decideRoute(learned.ranked, learned.routing, { kind, u, carried });
  const { operator, chain, mode, route } = decision;
  const isApplied = mode === "learn";
  const reasons = isApplied && route.reasons.length > 0 ? { reasons: route.reasons } : {};
  const routed = resent ? undefined : { operator, chain, send: at, counted: !learned.isDoubted, ...reasons };
  const ordered = isApplied ? inOrder(providers, takenOrder(route, carried)) : asConfigured;
  return { providers: ordered, decision, routed };
}

function inOrder(providers: readonly Provider[], names: readonly string[]): readonly Provider[] {
  return providers
    .filter(({ name }) => names.includes(name))
    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}
