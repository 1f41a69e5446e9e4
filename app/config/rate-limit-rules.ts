/** From `[limits]` and `[guard]` as written to the rules across recipients. */
import type { Static } from "@sinclair/typebox";
import {
  type Budget,
  DEFAULT_IP_PER_HOUR,
  DEFAULT_RATE_LIMITS,
  NO_BUDGET,
  type Quota,
  type RateLimitRules,
} from "../../domain/rate-limits/quotas.ts";
import type { Mode } from "../../domain/rate-limits/rule.ts";
import type { GuardSchema } from "./tables/guard.ts";
import type { AppLimitsSchema, LimitsSchema } from "./tables/limits.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../domain/time.ts";

type Raw = { readonly limits: Static<typeof LimitsSchema>; readonly guard: Static<typeof GuardSchema> };

/** The rules of the service. Console mode sends nothing, so there only limits that are set apply. */
export function rateLimitRulesOf({ limits, guard }: Raw, consoleMode: boolean): RateLimitRules {
  const perHour = limits.ip_per_hour ?? (consoleMode ? undefined : DEFAULT_IP_PER_HOUR);
  const ip = [
    ...quota(perHour, HOUR_MS, limits.ip_mode),
    ...quota(limits.ip_per_day, DAY_MS, limits.ip_mode),
  ];
  const messages =
    limits.messages_per_day ?? (consoleMode ? null : DEFAULT_RATE_LIMITS.serviceBudget.messagesPerDay);
  const serviceBudget: Budget = {
    messagesPerDay: messages,
    rialPerDay: limits.rial_per_day ?? null,
    mode: limits.budget_mode,
  };
  return {
    ip,
    caller: callerQuotas(limits.caller),
    appBudget: NO_BUDGET,
    serviceBudget,
    alarmShare: limits.alarm_percent / 100,
    rialPerMessage: limits.rial_per_message,
    guard: {
      mode: guard.mode ?? (consoleMode ? "off" : "enforce"),
      windowMs: guard.window_minutes * MINUTE_MS,
      floor: {
        block: guard.block_floor,
        operator: guard.operator_floor,
        subnet: guard.subnet_floor,
        app: guard.app_floor,
        address: guard.address_floor,
        caller: guard.caller_floor,
      },
      perApproval: guard.tolerance_percent / 100,
      historyMs: guard.history_days * DAY_MS,
      historyShare: guard.history_share_percent / 100,
      asksChallenge: guard.challenge !== "none",
    },
    exempt: {},
  };
}

function quota(limit: number | undefined, windowMs: number, mode: Mode): readonly Quota[] {
  return limit === undefined ? [] : [{ limit, windowMs, mode }];
}

/** The service's rules with those of one app. A caller limit of the app replaces the service's limit of the same name. */
export function appRateLimitRules(
  service: RateLimitRules,
  limits: Static<typeof AppLimitsSchema>,
  challenge: "altcha" | "none" | undefined,
): RateLimitRules {
  const { guard } = service;
  return {
    ...service,
    guard: { ...guard, asksChallenge: challenge === undefined ? guard.asksChallenge : challenge !== "none" },
    caller: { ...service.caller, ...callerQuotas(limits.caller) },
    appBudget: {
      messagesPerDay: limits.messages_per_day ?? null,
      rialPerDay: limits.rial_per_day ?? null,
      mode: limits.budget_mode ?? "enforce",
    },
  };
}

function callerQuotas(written: Static<typeof AppLimitsSchema>["caller"] = {}): RateLimitRules["caller"] {
  const quotas = Object.entries(written).map(([name, { per_hour, per_day, mode = "enforce" }]) => [
    name,
    [...quota(per_hour, HOUR_MS, mode), ...quota(per_day, DAY_MS, mode)],
  ]);
  return Object.fromEntries(quotas);
}
