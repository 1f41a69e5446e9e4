/** The rules across recipients at work: one send is charged to all of them in one round trip, before anything goes out. */
import type { Secrets } from "../ports.ts";
import type { EpochMs } from "../time.ts";
import { guardCharges, guardCounts, type Watched } from "./pumping-guard.ts";
import { budgetCharges, type RateLimitRules, senderCharges } from "./quotas.ts";
import type { Charge, Evaluation, Notice, QuotaRefusal, QuotaState } from "./rule.ts";
import type { Exemption, Sender } from "./sender.ts";
import type { Count, RateWindows } from "./sliding-window.ts";

/** What the rules say of a send. */
interface Evaluated {
  /** The quotas after this send, without budgets. */
  readonly quotas: readonly QuotaState[];
  /** The budgets after this send. They are for the operator, not for callers. */
  readonly budgets: readonly QuotaState[];
  readonly notices: readonly Notice[];
}

/** A send that is charged to every rule. It must be settled once its outcome is known. */
export interface Reservation extends Evaluated {
  readonly kind: "reserved";
  readonly at: EpochMs;
  readonly charges: readonly Charge[];
}

/** A send that at least one rule refused. It is charged to none. */
export interface Refused extends Evaluated {
  readonly kind: "refused";
  readonly refusal: QuotaRefusal;
}

/** What became of a send. */
export interface Usage {
  /** Messages that went out, or may have. */
  readonly messages: number;
  /** What they cost; null when that is not known. */
  readonly costRial: number | null;
}

/** The rules of one app. Every method throws StoreUnavailable. */
export interface RateLimiter {
  /** Charges one send to every rule, or to none. */
  reserve(sender: Sender, at: EpochMs): Promise<Reservation | Refused>;
  /** Corrects the charges to what was used. Resolves to new notices when that was more than reserved. */
  settle(reservation: Reservation, usage: Usage): Promise<readonly Notice[]>;
  /** Counts `sends` as confirmed for the guard: the number was proved with them. */
  confirm(watched: Watched, sends: number, at: EpochMs): Promise<void>;
}

/** Refuses nothing and counts nothing. */
export const noRateLimits: RateLimiter = {
  reserve: async (_, at) => ({ kind: "reserved", at, charges: [], quotas: [], budgets: [], notices: [] }),
  settle: async () => [],
  confirm: async () => {},
};

export interface RateLimiterParts {
  readonly windows: RateWindows;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly rules: RateLimitRules;
}

export function createRateLimiter({ windows, secrets, rules }: RateLimiterParts): RateLimiter {
  const apply = async (counts: readonly ChargeCount[], at: EpochMs): Promise<readonly ChargeOutcome[]> => {
    if (counts.length === 0) return [];
    const answers = await windows.count(
      counts.map(({ count }) => count),
      at,
    );
    return answers.flatMap((answer, index) => {
      const one = counts[index];
      if (one === undefined) return [];
      const evaluation = one.charge.evaluate(answer, one.count.amount);
      return [{ ...one, counted: answer.counted, evaluation }];
    });
  };

  return {
    async reserve(sender, at) {
      const exemption = exemptionOf(rules, sender, at);
      const isExempt = exemption !== null;
      const charges = [
        ...budgetCharges(rules, sender),
        ...(isExempt ? [] : senderCharges(rules, sender, secrets.windowKey)),
        // Counted also when exempt: confirmations of exempt sends must not outweigh other sends.
        ...guardCharges(rules.guard, { ...sender, proved: sender.proved || isExempt }, at),
      ];
      const outcomes = await apply(
        charges.map((charge) => ({ charge, count: charge.count })),
        at,
      );
      const notices = [
        ...(isExempt ? [{ kind: "exempt", ...exemption } as const] : []),
        ...outcomes.flatMap(({ evaluation }) => evaluation.notices),
      ];
      const refusal = longestRefusal(outcomes);
      if (refusal === null) return { kind: "reserved", at, charges, ...statesOf(outcomes), notices };
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
      const counts = guardCounts(rules.guard, watched, "approved", sends).map(([, count]) => count);
      if (counts.length > 0) await windows.count(counts, at);
    },
  };
}

/** What is counted in the windows for a charge: the charge itself, or a correction of it. */
interface ChargeCount {
  readonly charge: Charge;
  readonly count: Count;
}

interface ChargeOutcome extends ChargeCount {
  readonly counted: boolean;
  readonly evaluation: Evaluation;
}

function exemptionOf(
  { exempt }: RateLimitRules,
  { recipient, client }: Sender,
  at: EpochMs,
): Exemption | null {
  const exemptions = [exempt[recipient], client?.exemption];
  return exemptions.find((one) => one !== undefined && at < one.until) ?? null;
}

/** The refusal that holds longest. */
function longestRefusal(outcomes: readonly ChargeOutcome[]): QuotaRefusal | null {
  const refusals = outcomes.map(({ evaluation }) => evaluation.refusal);
  return refusals.reduce((a, b) => (a === null || (b !== null && b.until > a.until) ? b : a), null);
}

/** The states of the quotas and of the budgets. */
function statesOf(outcomes: readonly ChargeOutcome[]) {
  const states = (isWanted: (charge: Charge) => boolean) =>
    outcomes.flatMap(({ charge, evaluation: { state } }) =>
      state !== null && isWanted(charge) ? [state] : [],
    );
  return {
    quotas: states(({ unit }) => unit === "send"),
    budgets: states(({ unit }) => unit !== "send"),
  };
}

/** The outcome with its charge given back. */
function givenBack(outcome: ChargeOutcome): ChargeOutcome {
  const { state } = outcome.evaluation;
  if (state === null || !outcome.counted) return outcome;
  const left = state.left + outcome.count.amount;
  return { ...outcome, evaluation: { ...outcome.evaluation, state: { ...state, left } } };
}

/** What turns a charge into what was used of it; nothing when both are equal. */
function corrected(charge: Charge, used: number): readonly ChargeCount[] {
  const amount = used - charge.count.amount;
  return amount === 0 ? [] : [{ charge, count: { ...charge.count, amount, limit: null } }];
}

/** What a send used of a charge. A message of unknown price counts at the highest price. */
function usedOf({ count, unit }: Charge, { messages, costRial }: Usage): number {
  if (messages === 0) return 0;
  return { send: count.amount, message: messages, rial: costRial ?? count.amount * messages }[unit];
}
