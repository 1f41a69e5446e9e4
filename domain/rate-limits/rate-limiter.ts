/**
 * The rules across recipients at work: a send takes its share of all of them in one round trip, before anything goes out, and
 * gives back what it did not use.
 */
import { guardCounts, guardCharges, type Watched } from "./pumping-guard.ts";
import type { Secrets } from "../ports.ts";
import { budgetCharges, type RateLimitRules, senderCharges } from "./quotas.ts";
import type { Evaluation, Notice, QuotaRefusal, QuotaState, Charge } from "./rule.ts";
import type { Count, RateWindows } from "./sliding-window.ts";
import type { EpochMs } from "../time.ts";
import type { Sender, Exemption } from "./sender.ts";

interface Judged {
  /** How the quotas of this send stand, budgets not among them. */
  readonly quotas: readonly QuotaState[];
  /** How the budgets stand, which are nobody's but the operator's. */
  readonly budgets: readonly QuotaState[];
  readonly notices: readonly Notice[];
}

export interface Reservation extends Judged {
  readonly kind: "taken";
  readonly at: EpochMs;
  readonly shares: readonly Charge[];
}

export interface Refused extends Judged {
  readonly kind: "refused";
  readonly refusal: QuotaRefusal;
}

/** What became of a send. */
export interface Usage {
  /** Messages that went out, or may have. */
  readonly messages: number;
  /** What they cost, or null when that is not known. */
  readonly costRial: number | null;
}

/** The rules of one app. Every method throws StoreUnavailable. */
export interface RateLimiter {
  /** Takes one send from every rule, or none. */
  reserve(sender: Sender, at: EpochMs): Promise<Reservation | Refused>;
  /** Puts right what was taken before it was known; answers what to tell when it was more. */
  settle(taken: Reservation, use: Usage): Promise<readonly Notice[]>;
  /** Notes that so many sends were worth it: the number was proved. */
  confirm(watched: Watched, sends: number, at: EpochMs): Promise<void>;
}

/** No rules at all. */
export const noRateLimits: RateLimiter = {
  reserve: async (_, at) => ({ kind: "taken", at, shares: [], quotas: [], budgets: [], notices: [] }),
  settle: async () => [],
  confirm: async () => {},
};

export interface RateLimiterParts {
  readonly windows: RateWindows;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly rules: RateLimitRules;
}

export function createRateLimiter({ windows, secrets, rules }: RateLimiterParts): RateLimiter {
  const count = async (asked: readonly Asked[], at: EpochMs): Promise<readonly Outcome[]> => {
    if (asked.length === 0) return [];
    const answers = await windows.count(
      asked.map((one) => one.count),
      at,
    );
    return answers.flatMap((answer, index) => {
      const one = asked[index];
      if (one === undefined) return [];
      return [{ ...one, counted: answer.counted, judgement: one.share.evaluate(answer, one.count.amount) }];
    });
  };

  return {
    async reserve(sender, at) {
      const exemption = exemptionOf(rules, sender, at);
      const exempt = exemption !== null;
      const shares = [
        ...budgetCharges(rules, sender),
        ...(exempt ? [] : senderCharges(rules, sender, secrets.windowKey)),
        // Counted in any case: codes that come back from exempt ones must not stand for others.
        ...guardCharges(rules.guard, { ...sender, proved: sender.proved || exempt }, at),
      ];
      const outcomes = await count(
        shares.map((share) => ({ share, count: share.count })),
        at,
      );
      const notices = [
        ...(exempt ? [{ kind: "exempt", ...exemption } as const] : []),
        ...noticesOf(outcomes),
      ];
      const refusal = longest(outcomes.map(({ judgement }) => judgement.refusal));
      if (refusal === null) return { kind: "taken", at, shares, ...standingOf(outcomes), notices };
      const counted = outcomes.filter((outcome) => outcome.counted);
      await count(
        counted.flatMap(({ share }) => changed(share, 0)),
        at,
      );
      // What was given back raises no alarm.
      return {
        kind: "refused",
        refusal,
        ...standingOf(outcomes, true),
        notices: notices.filter(({ kind }) => kind !== "alarm"),
      };
    },
    async settle({ shares, at }, use) {
      const outcomes = await count(
        shares.flatMap((share) => changed(share, usedOf(share, use))),
        at,
      );
      return noticesOf(outcomes.filter((outcome) => outcome.count.amount > 0));
    },
    async confirm(watched, sends, at) {
      const counts = guardCounts(rules.guard, watched, "approved", sends).map(([, counted]) => counted);
      if (counts.length > 0) await windows.count(counts, at);
    },
  };
}

/** What is asked of the windows for one share, and what became of it. */
interface Asked {
  readonly share: Charge;
  readonly count: Count;
}

/** How everything stands after a send; what a refused one took is given back. */
function standingOf(outcomes: readonly Outcome[], refused = false) {
  const states = (ofSends: boolean) =>
    outcomes.flatMap(({ judgement: { state }, share, count, counted }) => {
      if (state === null || ofSends !== (share.unit === "send")) return [];
      return [refused && counted ? { ...state, left: state.left + count.amount } : state];
    });
  return { quotas: states(true), budgets: states(false) };
}

interface Outcome extends Asked {
  readonly counted: boolean;
  readonly judgement: Evaluation;
}

function noticesOf(outcomes: readonly Outcome[]): readonly Notice[] {
  return outcomes.flatMap(({ judgement }) => judgement.notices);
}

function exemptionOf(
  { exempt }: RateLimitRules,
  { recipient, client }: Sender,
  at: EpochMs,
): Exemption | null {
  const lists = [exempt[recipient], client?.exemption];
  return lists.find((one) => one !== undefined && at < one.until) ?? null;
}

/** Turns what was taken into what was used; nothing when it is the same. */
function changed(share: Charge, used: number): readonly Asked[] {
  const amount = used - share.count.amount;
  return amount === 0 ? [] : [{ share, count: { ...share.count, amount, limit: null } }];
}

/** What a send used of a share in the end; a price nobody told is the highest. */
function usedOf({ count, unit }: Charge, { messages, costRial }: Usage): number {
  if (messages === 0) return 0;
  return { send: count.amount, message: messages, rial: costRial ?? count.amount * messages }[unit];
}

/** The refusal that holds longest. */
function longest(refusals: readonly (QuotaRefusal | null)[]): QuotaRefusal | null {
  return refusals.reduce((a, b) => (a === null || (b !== null && b.until > a.until) ? b : a), null);
}
