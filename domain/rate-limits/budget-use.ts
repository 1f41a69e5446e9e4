/** What is used of the budgets, for people. Reads only. */
import { DAY_MS, type EpochMs } from "../time.ts";
import { type DailyBudget, dailyBudgets, type RateLimitRules } from "./quotas.ts";
import type { RateWindows } from "./sliding-window.ts";

export interface BudgetUse extends Pick<DailyBudget, "unit" | "limit" | "alarmAt" | "mode"> {
  /** The app; null for a budget of the whole service. */
  readonly app: string | null;
  /** In the last 24 hours. */
  readonly used: number;
}

/** Each budget once, those of the service first, by one call of the store. Throws StoreUnavailable. */
export async function readBudgets(
  windows: RateWindows,
  apps: readonly { readonly name: string; readonly rules: RateLimitRules }[],
  at: EpochMs,
): Promise<readonly BudgetUse[]> {
  const all = apps.flatMap(({ name, rules }) =>
    dailyBudgets(rules, name).map((budget) => ({ budget, app: budget.owner === "app" ? name : null })),
  );
  const once = [...new Map(all.map((one) => [one.budget.key, one])).values()];
  const ordered = once.toSorted((a, b) => Number(a.app !== null) - Number(b.app !== null));
  if (ordered.length === 0) return [];
  const answers = await windows.count(
    ordered.map(({ budget: { key } }) => ({
      key,
      windowMs: DAY_MS,
      counter: "used",
      amount: 0,
      limit: null,
    })),
    at,
  );
  return ordered.map(({ app, budget: { unit, limit, alarmAt, mode } }, index) => ({
    app,
    unit,
    limit,
    alarmAt,
    mode,
    used: answers[index]?.sums.used ?? 0,
  }));
}
