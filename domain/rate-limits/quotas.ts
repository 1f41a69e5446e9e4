/** Quotas and budgets: how much one sender, one app or the whole service may use in any hour or day. */
import { DAY_MS, HOUR_MS } from "../time.ts";
import { DEFAULT_GUARD, type GuardRules } from "./pumping-guard.ts";
import type { Charge, Evaluation, Mode, QuotaRefusal } from "./rule.ts";
import type { Exemption, Sender } from "./sender.ts";
import type { Counted } from "./sliding-window.ts";

export interface Quota {
  /** Sends in any window of this length. */
  readonly limit: number;
  /** An hour or a day. */
  readonly windowMs: number;
  readonly mode: Mode;
}

/** What may be spent in any 24 hours; null sets no bound. */
export interface Budget {
  readonly messagesPerDay: number | null;
  readonly rialPerDay: number | null;
  readonly mode: Mode;
}

export interface RateLimitRules {
  /** By end-user address; IPv6 by /64. */
  readonly ip: readonly Quota[];
  /** By what the caller names, e.g. `device`. */
  readonly caller: Readonly<Record<string, readonly Quota[]>>;
  readonly appBudget: Budget;
  readonly serviceBudget: Budget;
  /** Share of a budget that raises the alarm, from 0 to 1. */
  readonly alarmShare: number;
  /** The highest price of one message. Charged to a Rial budget before the send, corrected when the vendor reports the price. */
  readonly rialPerMessage: number;
  readonly guard: GuardRules;
  /** Exempt recipients, in E.164. */
  readonly exempt: Readonly<Record<string, Exemption>>;
}

export const NO_BUDGET: Budget = { messagesPerDay: null, rialPerDay: null, mode: "enforce" };

/** Sends of one address in an hour (design §8). */
export const DEFAULT_IP_PER_HOUR = 20;

export const DEFAULT_RATE_LIMITS: RateLimitRules = {
  ip: [{ limit: DEFAULT_IP_PER_HOUR, windowMs: HOUR_MS, mode: "enforce" }],
  caller: {},
  appBudget: NO_BUDGET,
  serviceBudget: { messagesPerDay: 10_000, rialPerDay: null, mode: "enforce" },
  alarmShare: 0.8,
  rialPerMessage: 5_000,
  guard: DEFAULT_GUARD,
  exempt: {},
};

/** What may be spent of one thing in any 24 hours. */
export interface DailyBudget {
  /** E.g. `app_messages_day`. */
  readonly rule: string;
  readonly owner: "service" | "app";
  readonly unit: "message" | "rial";
  /** Names its window. */
  readonly key: string;
  readonly limit: number;
  /** Reaching so much raises the alarm. */
  readonly alarmAt: number;
  readonly mode: Mode;
}

/** The budgets that a send of the app is charged to: those of the service first. */
export function dailyBudgets(rules: RateLimitRules, app: string): readonly DailyBudget[] {
  return [...budgetsOf(rules, "service", ""), ...budgetsOf(rules, "app", app)];
}

/** Charges to the budgets of the service and of the app. They apply to exempt sends, too. */
export function budgetCharges(rules: RateLimitRules, { app }: Sender): readonly Charge[] {
  return dailyBudgets(rules, app).map(({ rule, key, unit, limit, alarmAt, mode }) => {
    const amount = unit === "rial" ? rules.rialPerMessage : 1;
    return chargeTo("budget", rule, key, { limit, windowMs: DAY_MS, mode }, { unit, amount, alarmAt });
  });
}

/** Charges to the quotas of the end user's address and of what the caller counts by. `nameOf` hashes what may be personal. */
export function senderCharges(
  rules: RateLimitRules,
  { app, client, callerLimits, standing }: Sender,
  nameOf: (text: string) => string,
): readonly Charge[] {
  const ofCaller = Object.entries(rules.caller).flatMap(([name, quotas]) => {
    const value = callerLimits[name];
    if (value === undefined) return [];
    return quotas.map((quota) => {
      const rule = `${name}_${spanOf(quota)}`;
      return chargeTo("caller_limit", rule, nameOf(`${app}\n${rule}\n${value}`), quota);
    });
  });
  if (client === undefined) return ofCaller;
  const ofIp = rules.ip.map((quota) => {
    const rule = `ip_${spanOf(quota)}`;
    const place = client.address;
    // Known people have their own count, which strangers behind the same address cannot use up.
    const whose = standing === "newcomer" ? "" : "\nknown";
    return chargeTo("ip_limit", rule, nameOf(`${rule}\n${place}${whose}`), quota, { ...ONE_SEND, place });
  });
  return [...ofIp, ...ofCaller];
}

function budgetsOf(
  { alarmShare, serviceBudget, appBudget }: RateLimitRules,
  owner: DailyBudget["owner"],
  name: string,
): readonly DailyBudget[] {
  const { messagesPerDay, rialPerDay, mode } = owner === "service" ? serviceBudget : appBudget;
  const daily = (limit: number | null, unit: DailyBudget["unit"]): readonly DailyBudget[] => {
    if (limit === null) return [];
    const rule = `${owner}_${unit}s_day`;
    return [
      { rule, owner, unit, key: `${rule}:${name}`, limit, alarmAt: Math.ceil(limit * alarmShare), mode },
    ];
  };
  return [...daily(messagesPerDay, "message"), ...daily(rialPerDay, "rial")];
}

interface Measure {
  readonly unit: Charge["unit"];
  readonly amount: number;
  /** Reaching so much raises the alarm. */
  readonly alarmAt: number;
  /** What is limited, for the log. */
  readonly place?: string;
}

const ONE_SEND: Measure = { unit: "send", amount: 1, alarmAt: Infinity };

function chargeTo(
  kind: QuotaRefusal["kind"],
  rule: string,
  key: string,
  { limit, windowMs, mode }: Quota,
  { unit, amount, alarmAt, place }: Measure = ONE_SEND,
): Charge {
  const isEnforced = mode === "enforce";
  const evaluate = ({ counted, sums: { used }, freeAt }: Counted, by: number): Evaluation => {
    const isExceeded = !counted || used > limit;
    const reachesAlarm = used >= alarmAt && used - by < alarmAt;
    return {
      refusal: isExceeded && isEnforced ? { kind, rule, until: freeAt } : null,
      notices: [
        ...(isExceeded
          ? [{ kind: "exceeded", rule, mode, limit, ...(place !== undefined && { place }) } as const]
          : []),
        ...(counted && reachesAlarm ? [{ kind: "alarm", rule, used, limit } as const] : []),
      ],
      state: isEnforced ? { name: rule, limit, windowMs, left: Math.max(0, limit - used) } : null,
    };
  };
  const count = { key, windowMs, counter: "used", amount, limit: isEnforced ? limit : null } as const;
  return { count, unit, evaluate };
}

function spanOf({ windowMs }: Quota): string {
  return windowMs === DAY_MS ? "day" : "hour";
}
