import { DEFAULT_GUARD } from "../../domain/guard.ts";
import { NO_BUDGET, type QuotaRules } from "../../domain/quota.ts";
import { createQuotas, type Quotas } from "../../domain/quotas.ts";
import { createTestSecrets } from "./secrets.ts";

/** Rules that forbid nothing and count nothing. */
export const NO_RULES: QuotaRules = {
  ip: [],
  caller: {},
  appBudget: NO_BUDGET,
  serviceBudget: NO_BUDGET,
  alarmShare: 1,
  rialPerMessage: 1,
  guard: { ...DEFAULT_GUARD, mode: "off" },
  exempt: {},
};

/** For tests of other things: the rules of the number alone. */
export const noQuotas: Quotas = createQuotas({
  windows: { count: () => Promise.reject(new Error("no rule counts anything")) },
  secrets: createTestSecrets(),
  rules: NO_RULES,
});
