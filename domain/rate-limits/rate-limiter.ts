/** The rules across recipients at work: one send is charged to all of them in one round trip, before anything goes out. */
import type { Secrets } from "../ports.ts";
import { DAY_MS, type EpochMs } from "../time.ts";
import {
  carriedCounts,
  type CarriedReport,
  guardCounts,
  historyCounts,
  sourcesOf,
  type Watched,
} from "./guard-counts.ts";
import { newcomerCharges, newcomerConfirmations } from "./newcomer-budgets.ts";
import { type ChallengeDemand, guardCharges, type IsLifted, narrow, NO_NARROWING } from "./pumping-guard.ts";
import { budgetCharges, type RateLimitRules, senderCharges } from "./quotas.ts";
import {
  type ChargeCount,
  type ChargeOutcome,
  corrected,
  givenBack,
  longestRefusal,
  type States,
  statesOf,
  type Usage,
  usedOf,
} from "./charge-outcome.ts";
import type { Charge, Notice, QuotaRefusal } from "./rule.ts";
import type { Exemption, Origin, Requester, Sender } from "./sender.ts";
import type { Count, RateWindows, Sums } from "./sliding-window.ts";

/** What the rules say of a send. */
interface Evaluated extends States {
  readonly notices: readonly Notice[];
}

/** A send that is charged to every rule. It must be settled once its outcome is known. */
export interface Reservation extends Evaluated {
  readonly kind: "reserved";
  readonly at: EpochMs;
  readonly charges: readonly Charge[];
  /** The sums of `reads`, in their order; none where nothing was counted. */
  readonly read: readonly Sums[];
}

/** A send that at least one rule refused, or that needs a challenge first. It is charged to none. */
export interface Refused extends Evaluated {
  readonly kind: "refused";
  readonly refusal: QuotaRefusal | ChallengeDemand;
}

/** The rules of one app. Every method throws StoreUnavailable. */
export interface RateLimiter {
  /** Where a request comes from, and what is known of it. Reads only. */
  identify(requester: Requester, at: EpochMs): Promise<Origin>;
  /** Charges one send to every rule, or to none. `reads` are read in the same round trip, for others. */
  reserve(sender: Sender, at: EpochMs, reads?: readonly Count[]): Promise<Reservation | Refused>;
  /** Corrects the charges to what was used. Resolves to new notices when that was more than reserved. */
  settle(reservation: Reservation, usage: Usage): Promise<readonly Notice[]>;
  /** Counts `sends` as confirmed for the guard: the number was proved with them. */
  confirm(watched: Watched, sends: number, at: EpochMs): Promise<void>;
  /** Counts a carried code for the guard once its outcome is known: as a send, and as a confirmed one if the code was used. */
  reportCarried(watched: Watched, report: CarriedReport, at: EpochMs): Promise<void>;
}

/** Refuses nothing and counts nothing. */
export const noRateLimits: RateLimiter = {
  identify: async () => ({ sources: [], isNumberKnown: false }),
  reserve: async (_, at) => ({
    kind: "reserved",
    at,
    charges: [],
    read: [],
    quotas: [],
    budgets: [],
    notices: [],
  }),
  settle: async () => [],
  confirm: async () => {},
  reportCarried: async () => {},
};

export interface RateLimiterParts {
  readonly windows: RateWindows;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly rules: RateLimitRules;
  /** Left out, nothing is lifted. */
  readonly isLifted?: IsLifted | undefined;
}

export function createRateLimiter({ windows, secrets, rules, isLifted }: RateLimiterParts): RateLimiter {
  const apply = async (counts: readonly ChargeCount[], at: EpochMs) =>
    (await applyAndRead(windows, counts, [], at)).outcomes;

  return {
    identify: (requester, at) => originOf({ windows, secrets, rules }, requester, at),
    async reserve(sender, at, reads = []) {
      const exemption = exemptionOf(rules, sender, at);
      const isExempt = exemption !== null;
      const charges = [
        ...budgetCharges(rules, sender),
        ...newcomerCharges(rules, sender, isExempt),
        ...(isExempt ? [] : senderCharges(rules, sender, secrets.windowKey)),
        // Counted also when exempt: confirmations of exempt sends must not outweigh other sends.
        ...guardCharges(rules.guard, sender, at, isExempt, isLifted),
      ];
      const { outcomes, read } = await applyAndRead(
        windows,
        charges.map((charge) => ({ charge, count: charge.count })),
        reads,
        at,
      );
      const narrowing = isExempt ? NO_NARROWING : narrow(rules.guard, sender, outcomes);
      const notices = [
        ...(isExempt ? [{ kind: "exempt", ...exemption } as const] : []),
        ...outcomes.flatMap(({ evaluation }) => evaluation.notices),
        ...narrowing.notices,
      ];
      const refusal = longestRefusal(outcomes) ?? narrowing.decision;
      if (refusal === null) return { kind: "reserved", at, charges, read, ...statesOf(outcomes), notices };
      const counted = outcomes.filter((outcome) => outcome.counted);
      await apply(
        counted.flatMap(({ charge }) => corrected(charge, 0)),
        at,
      );
      // A charge that is given back raises no alarm.
      const kept = notices.filter(({ kind }) => kind !== "alarm");
      return { kind: "refused", refusal, ...statesOf(outcomes.map(givenBack)), notices: kept };
    },
    async settle({ charges, at }, usage) {
      const outcomes = await apply(
        charges.flatMap((charge) => corrected(charge, usedOf(charge, usage))),
        at,
      );
      return outcomes.flatMap(({ count, evaluation }) => (count.amount > 0 ? evaluation.notices : []));
    },
    async confirm(watched, sends, at) {
      const { guard } = rules;
      if (guard.mode === "off") return;
      const confirmed = guardCounts(guard, watched, "approved", sends).map(({ count }) => count);
      const history = historyCounts(guard, watched, watched.sources, sends, secrets.windowKey);
      const ofBudgets =
        watched.standing === "newcomer" ? newcomerConfirmations(rules, watched.app, sends) : [];
      await windows.count([...confirmed, ...history, ...ofBudgets], at);
    },
    async reportCarried(watched, report, at) {
      if (rules.guard.mode === "off") return;
      await windows.count(carriedCounts(rules.guard, watched, report, secrets.windowKey), at);
    },
  };
}

/** Counts the charges and reads `reads`, in one round trip. */
async function applyAndRead(
  windows: RateWindows,
  counts: readonly ChargeCount[],
  reads: readonly Count[],
  at: EpochMs,
): Promise<{ readonly outcomes: readonly ChargeOutcome[]; readonly read: readonly Sums[] }> {
  if (counts.length + reads.length === 0) return { outcomes: [], read: [] };
  const answers = await windows.count([...counts.map(({ count }) => count), ...reads], at);
  const outcomes = counts.flatMap((one, index) => {
    const answer = answers[index];
    if (answer === undefined) return [];
    const evaluation = one.charge.evaluate(answer, one.count.amount);
    return [{ ...one, counted: answer.counted, evaluation }];
  });
  return { outcomes, read: answers.slice(counts.length).map(({ sums }) => sums) };
}

/** Reads the history of the number and of each source. Nothing is known while the guard is off. */
async function originOf(
  { windows, secrets, rules: { guard } }: RateLimiterParts,
  requester: Requester,
  at: EpochMs,
): Promise<Origin> {
  if (guard.mode === "off") return { sources: [], isNumberKnown: false };
  const sources = sourcesOf(requester, secrets.windowKey);
  const reads = historyCounts(guard, requester, sources, 0, secrets.windowKey);
  const [ofNumber = 0, ...ofSources] = (await windows.count(reads, at)).map(({ sums }) => sums.approved);
  const days = guard.historyMs / DAY_MS;
  return {
    sources: sources.map((source, index) => ({
      ...source,
      approvalsPerDay: (ofSources[index] ?? 0) / days,
    })),
    isNumberKnown: ofNumber > 0,
  };
}

function exemptionOf(
  { exempt }: RateLimitRules,
  { recipient, client }: Sender,
  at: EpochMs,
): Exemption | null {
  const exemptions = [exempt[recipient], client?.exemption];
  return exemptions.find((one) => one !== undefined && at < one.until) ?? null;
}
