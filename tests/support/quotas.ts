import { DEFAULT_GUARD } from "../../domain/guard.ts";
import { NO_BUDGET, type QuotaRules } from "../../domain/quota.ts";

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
