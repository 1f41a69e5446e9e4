/** What became of charges in the windows: refusal, states of the quotas, and the correction once the use is known. */
import type { Charge, Evaluation, QuotaRefusal, QuotaState } from "./rule.ts";
import type { Count } from "./sliding-window.ts";

/** What became of a send. */
export interface Usage {
  /** Messages that went out, or may have. */
  readonly messages: number;
  /** What they cost; null when that is not known. */
  readonly costRial: number | null;
}

/** What is counted in the windows for a charge: the charge itself, or a correction of it. */
export interface ChargeCount {
  readonly charge: Charge;
  readonly count: Count;
}

export interface ChargeOutcome extends ChargeCount {
  readonly counted: boolean;
  readonly evaluation: Evaluation;
}

/** The refusal that holds longest. */
export function longestRefusal(outcomes: readonly ChargeOutcome[]): QuotaRefusal | null {
  const refusals = outcomes.map(({ evaluation }) => evaluation.refusal);
  return refusals.reduce((a, b) => (a === null || (b !== null && b.until > a.until) ? b : a), null);
}

/** What is left after a send. */
export interface States {
  /** The quotas, without budgets. */
  readonly quotas: readonly QuotaState[];
  /** The budgets. They are for the operator, not for callers. */
  readonly budgets: readonly QuotaState[];
}

export function statesOf(outcomes: readonly ChargeOutcome[]): States {
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
export function givenBack(outcome: ChargeOutcome): ChargeOutcome {
  const { state } = outcome.evaluation;
  if (state === null || !outcome.counted) return outcome;
  const left = state.left + outcome.count.amount;
  return { ...outcome, evaluation: { ...outcome.evaluation, state: { ...state, left } } };
}

/** What turns a charge into what was used of it; nothing when both are equal. */
export function corrected(charge: Charge, used: number): readonly ChargeCount[] {
  const amount = used - charge.count.amount;
  return amount === 0 ? [] : [{ charge, count: { ...charge.count, amount, limit: null } }];
}

/** What a send used of a charge. A message of unknown price counts at the highest price. */
export function usedOf({ count, unit }: Charge, { messages, costRial }: Usage): number {
  if (messages === 0) return 0;
  return { send: count.amount, message: messages, rial: costRial ?? count.amount * messages }[unit];
}
