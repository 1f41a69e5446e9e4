/** What newcomers may use of the budgets: a share of each is kept for known people while few newcomers confirm (decision 0033). */
import { DAY_MS } from "../time.ts";
import { suspicionOf } from "./pumping-guard.ts";
import type { Budget, RateLimitRules } from "./quotas.ts";
import type { Charge, Evaluation } from "./rule.ts";
import type { Sender } from "./sender.ts";
import { BUCKETS, type Count } from "./sliding-window.ts";

/** What newcomers use of the budgets. While few of them confirm, they leave a share of each to people with history. */
export function newcomerCharges(
  rules: RateLimitRules,
  { app, standing, isCarried = false }: Sender,
  isExempt: boolean,
): readonly Charge[] {
  // Carried codes are never confirmed here, so they would make every newcomer look suspicious.
  if (standing !== "newcomer" || isCarried) return [];
  const { guard } = rules;
  const mode = guard.mode === "enforce" && !isExempt ? "enforce" : "monitor";
  return newcomerBudgets(rules, app).map(({ rule, key, unit, amount, limit, floor }) => ({
    count: { key, windowMs: DAY_MS, counter: "used", amount, limit: null },
    unit,
    evaluate({ sums, freeAt }, by): Evaluation {
      const evaluation = { refusal: null, notices: [], state: null };
      const judged = { ...guard, floor: { ...guard.floor, app: floor } };
      if (by <= 0 || sums.used <= limit || suspicionOf(judged, "app", sums) === null) return evaluation;
      const notices = [{ kind: "exceeded", rule, mode, limit } as const];
      if (mode === "monitor") return { ...evaluation, notices };
      // One bucket from now some messages have left the window. Whether that is enough cannot be known before.
      return { ...evaluation, notices, refusal: { kind: "budget", rule, until: freeAt + DAY_MS / BUCKETS } };
    },
  }));
}

/** What counts a confirmation of newcomers' sends. */
export function newcomerConfirmations(rules: RateLimitRules, app: string, sends: number): readonly Count[] {
  return newcomerBudgets(rules, app).map(({ key, amount }) => ({
    key,
    windowMs: DAY_MS,
    counter: "approved",
    amount: sends * amount,
    limit: null,
  }));
}

interface NewcomerBudget {
  readonly rule: string;
  readonly key: string;
  readonly unit: "message" | "rial";
  /** Of one send. */
  readonly amount: number;
  readonly limit: number;
  /** What may be unconfirmed in any case: the app's floor, and of a small budget a tenth. */
  readonly floor: number;
}

function newcomerBudgets(rules: RateLimitRules, app: string): readonly NewcomerBudget[] {
  const { guard, rialPerMessage } = rules;
  if (guard.mode === "off") return [];
  const budgetsOf = (
    { messagesPerDay, rialPerDay, mode }: Budget,
    owner: "service" | "app",
    name: string,
  ) => {
    if (mode !== "enforce") return [];
    const share = (limit: number | null, unit: NewcomerBudget["unit"], amount: number) => {
      if (limit === null) return [];
      const rule = `${owner}_newcomer_${unit}s_day`;
      const floor = Math.min(guard.floor.app * amount, Math.floor(limit / 10));
      return [
        {
          rule,
          key: `${rule}:${name}`,
          unit,
          amount,
          limit: Math.floor(limit * (1 - guard.historyShare)),
          floor,
        },
      ];
    };
    return [...share(messagesPerDay, "message", 1), ...share(rialPerDay, "rial", rialPerMessage)];
  };
  return [...budgetsOf(rules.serviceBudget, "service", ""), ...budgetsOf(rules.appBudget, "app", app)];
}
