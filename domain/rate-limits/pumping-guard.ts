/**
 * The pumping guard (decision 0033). Messages that are pumped for their price are not confirmed. A source whose own codes do not come
 * back is refused. A place where many codes go out and few come back asks newcomers for a challenge. It refuses no one, because strangers
 * could otherwise close it for all its users.
 */
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from "../time.ts";
import type { ChargeOutcome } from "./charge-outcome.ts";
import { type GuardCount, guardCounts, type GuardSpans } from "./guard-counts.ts";
import {
  type Charge,
  type Dimension,
  type Evaluation,
  isPlace,
  type Mode,
  type Notice,
  type Place,
  type QuotaRefusal,
  type SourceKind,
  type Suspicion,
} from "./rule.ts";
import type { Sender, Standing } from "./sender.ts";
import type { Sums } from "./sliding-window.ts";

export interface GuardRules extends GuardSpans {
  /** Unconfirmed sends that are always allowed. */
  readonly floor: Readonly<Record<Dimension, number>>;
  /** Further unconfirmed sends allowed for each confirmed one; 1 asks for every second code to come back. */
  readonly perApproval: number;
  /** Share of each budget of messages that newcomers may not use while a place is suspicious, from 0 to 1. */
  readonly historyShare: number;
  /** Whether newcomers at a suspicious place are asked for a challenge. Without one they go on, and budgets stop them. */
  readonly asksChallenge: boolean;
}

export const DEFAULT_GUARD: GuardRules = {
  mode: "enforce",
  windowMs: 6 * HOUR_MS,
  floor: { block: 10, operator: 200, app: 500, address: 4, subnet: 30, caller: 4 },
  perApproval: 1,
  historyMs: 30 * DAY_MS,
  historyShare: 0.3,
  asksChallenge: true,
};

/** A newcomer must solve a challenge first. */
export interface ChallengeDemand {
  readonly kind: "challenge_required";
  /** The suspicious place. */
  readonly rule: Place;
  /** How hard it should be, from 0 to 1: rises with the suspicion. */
  readonly strength: number;
}

/** Whether so many unconfirmed sends are suspicious, by the sums of a window with the send counted; null when they are not. */
export function suspicionOf(
  rules: Pick<GuardRules, "floor" | "perApproval">,
  dimension: Dimension,
  sums: Sums,
  usualApprovals = 0,
): Suspicion | null {
  // A source that usually confirms may send before the first codes of its day come back.
  const credit = Math.max(sums.approved, usualApprovals);
  const allowed = rules.floor[dimension] + Math.floor(credit * rules.perApproval);
  return sums.used - sums.approved > allowed ? { dimension, ...sums, allowed } : null;
}

/** Whether an operator lifted the suspicion of a place or source, at this time. */
export type IsLifted = (dimension: Dimension, place: string, at: EpochMs) => boolean;

/** What one send is charged by the guard. What is lifted is counted and not suspicious. A vouched or exempt send is counted and never refused; a carried one is not counted. */
export function guardCharges(
  written: GuardRules,
  sender: Sender,
  at: EpochMs,
  isExempt: boolean,
  isLifted: IsLifted = () => false,
): readonly Charge[] {
  const rules = guardRulesFor(written, sender.standing);
  const isJudged = sender.standing !== "vouched" && !isExempt;
  const mode = rules.mode === "enforce" && isJudged ? "enforce" : "monitor";
  const amount = sender.isCarried === true ? 0 : 1;
  // A send that is not counted is judged as if it were.
  const withThis = (sums: Sums): Sums => ({ ...sums, used: sums.used + 1 - amount });
  return guardCounts(rules, sender, "used", amount).map((counted) => ({
    count: counted.count,
    unit: "send",
    evaluate({ sums }) {
      const { dimension, place } = counted;
      if (isLifted(dimension, place, at))
        return { ...NOTHING_WRONG, isFirst: firstOf(dimension, withThis(sums)) };
      return isPlace(dimension)
        ? evaluatePlace(rules, mode, dimension, withThis(sums))
        : evaluateSource(rules, mode, dimension, counted, withThis(sums), at);
    },
  }));
}

/** Known people have five times the floor of a source. A stolen list of customers is still bounded for each address. */
export function guardRulesFor(rules: GuardRules, standing: Standing): GuardRules {
  if (standing === "newcomer") return rules;
  const { address, subnet, caller } = rules.floor;
  return {
    ...rules,
    floor: { ...rules.floor, address: 5 * address, subnet: 5 * subnet, caller: 5 * caller },
  };
}

function evaluatePlace(rules: GuardRules, mode: Mode, place: Place, sums: Sums): Evaluation {
  const suspicion = suspicionOf(rules, place, sums);
  if (suspicion === null) return NOTHING_WRONG;
  return { ...NOTHING_WRONG, notices: [{ kind: "suspicious", mode, ...suspicion }], suspicion };
}

/** A source answers for its own codes alone. While a place is suspicious, half the floor must do. */
function evaluateSource(
  rules: GuardRules,
  mode: Mode,
  kind: SourceKind,
  { approvalsPerDay }: Pick<GuardCount, "approvalsPerDay">,
  sums: Sums,
  at: EpochMs,
): Evaluation {
  // By then the codes that were just sent have come back, if people asked for them.
  const refusal = { kind: "low_conversion", rule: kind, until: at + TYPING_MS } as const;
  const suspicion = suspicionOf(rules, kind, sums, approvalsPerDay);
  if (suspicion !== null) {
    const notices = [{ kind: "suspicious", mode, ...suspicion } as const];
    return { ...NOTHING_WRONG, notices, refusal: mode === "enforce" ? refusal : null };
  }
  const narrower = { ...rules, floor: { ...rules.floor, [kind]: Math.floor(rules.floor[kind] / 2) } };
  const byHalf = suspicionOf(narrower, kind, sums, approvalsPerDay);
  const first = { isFirst: firstOf(kind, sums) };
  if (byHalf === null) return { ...NOTHING_WRONG, ...first };
  const notice = { kind: "suspicious", mode, ...byHalf } as const;
  return { ...NOTHING_WRONG, ...first, whileSuspicious: { refusal, notice } };
}

function firstOf(dimension: Dimension, { used }: Sums): boolean {
  return dimension === "address" && used <= 1;
}

/** How long most people take to type a code in. */
const TYPING_MS = 2 * MINUTE_MS;

const NOTHING_WRONG: Evaluation = { refusal: null, notices: [], state: null };

/** What suspicion of places means for a send that its own rules let out. */
export interface Narrowing {
  readonly decision: QuotaRefusal | ChallengeDemand | null;
  readonly notices: readonly Notice[];
}

export const NO_NARROWING: Narrowing = { decision: null, notices: [] };

/** The narrower way while a place is suspicious: newcomers leave known people their share of the budget, and solve a challenge. */
export function narrow(rules: GuardRules, sender: Sender, outcomes: readonly ChargeOutcome[]): Narrowing {
  const evaluations = outcomes.map(({ evaluation }) => evaluation);
  const worst = worstOf(evaluations.flatMap(({ suspicion }) => suspicion ?? []));
  if (worst === null || sender.standing !== "newcomer" || rules.mode === "off") return NO_NARROWING;
  const { mode } = rules;
  const [stricter] = evaluations.flatMap(({ whileSuspicious }) => whileSuspicious ?? []);
  if (stricter !== undefined)
    return { decision: mode === "enforce" ? stricter.refusal : null, notices: [stricter.notice] };
  if (!rules.asksChallenge || sender.isCarried === true) return NO_NARROWING;
  if (sender.isChallengePassed)
    return { decision: null, notices: [{ kind: "challenge_passed", rule: worst.place }] };
  // A network is too wide to pass all its newcomers.
  const isKnownSource = sender.sources.some(
    ({ kind, approvalsPerDay }) => kind !== "subnet" && approvalsPerDay > 0,
  );
  if (isKnownSource || evaluations.some(({ isFirst }) => isFirst)) return NO_NARROWING;
  const { place: rule, strength } = worst;
  const notices = [{ kind: "challenged", rule, mode } as const];
  return { decision: mode === "enforce" ? { kind: "challenge_required", rule, strength } : null, notices };
}

/** So many times the allowed unconfirmed sends ask for the hardest challenge. */
const HARDEST_AT = 16;

function worstOf(
  suspicions: readonly Suspicion[],
): { readonly place: Place; readonly strength: number } | null {
  let worst: { readonly place: Place; readonly strength: number } | null = null;
  for (const { dimension, used, approved, allowed } of suspicions) {
    if (!isPlace(dimension)) continue;
    const strength = Math.min(1, Math.log((used - approved) / allowed) / Math.log(HARDEST_AT));
    if (worst === null || strength > worst.strength) worst = { place: dimension, strength };
  }
  return worst;
}
