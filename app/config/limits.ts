/** Settings of the rules across recipients: addresses, budgets, the pumping guard. */
import { type Static, type TInteger, type TSchema, Type } from "@sinclair/typebox";
import { DEFAULT_GUARD } from "../../domain/guard.ts";
import { DAY_MS, HOUR_MS } from "../../domain/policy.ts";
import { type Budget, DEFAULT_QUOTAS, NO_BUDGET, type Quota, type QuotaRules } from "../../domain/quota.ts";
import type { Mode } from "../../domain/share.ts";

const MINUTE_MS = 60_000;
const closed = { additionalProperties: false } as const;

/** The hard bound of every count. */
const MOST = 100_000_000;

const count = (env: string, description: string, further: object = {}): TInteger =>
  Type.Integer({ minimum: 1, maximum: MOST, env, description, ...further });

const mode = (env: string, description: string) =>
  Type.Union([Type.Literal("enforce"), Type.Literal("monitor")], { default: "enforce", env, description });

const floor = (place: keyof typeof DEFAULT_GUARD.floor, what: string) =>
  count(`RAMZ_GUARD_${place.toUpperCase()}_FLOOR`, `Unconfirmed sends always allowed ${what}.`, {
    default: DEFAULT_GUARD.floor[place],
  });

export const LimitsSchema = Type.Object(
  {
    ip_per_hour: Type.Optional(
      count(
        "RAMZ_IP_SENDS_PER_HOUR",
        "Messages per end-user address in any hour; IPv6 counts by /64. 20, or no limit in console mode.",
      ),
    ),
    ip_per_day: Type.Optional(
      count("RAMZ_IP_SENDS_PER_DAY", "Messages per end-user address in any 24 hours. No limit unless set."),
    ),
    ip_mode: mode("RAMZ_IP_LIMIT_MODE", "enforce refuses above the limit of addresses, monitor only tells."),
    messages_per_day: Type.Optional(
      count(
        "RAMZ_MESSAGES_PER_DAY",
        "Messages of the whole service in any 24 hours; above it nothing is sent. 10000, or no limit in console mode.",
      ),
    ),
    rial_per_day: Type.Optional(
      count("RAMZ_RIAL_PER_DAY", "Rial the whole service may spend in any 24 hours. No limit unless set.", {
        maximum: 1_000_000_000_000,
      }),
    ),
    rial_per_message: count(
      "RAMZ_RIAL_PER_MESSAGE",
      "What one message costs at most, in Rial; put right once the vendor has said what it cost.",
      { default: DEFAULT_QUOTAS.rialPerMessage },
    ),
    budget_mode: mode(
      "RAMZ_BUDGET_MODE",
      "enforce stops sending when a budget is used up, monitor only tells.",
    ),
    alarm_percent: Type.Integer({
      minimum: 1,
      maximum: 100,
      default: DEFAULT_QUOTAS.alarmShare * 100,
      env: "RAMZ_BUDGET_ALARM_PERCENT",
      description: "Share of a budget, in percent, that raises the alarm in the log and the metrics.",
    }),
  },
  { ...closed, default: {} },
);

export const GuardSchema = Type.Object(
  {
    mode: Type.Optional(
      Type.Union([Type.Literal("enforce"), Type.Literal("monitor"), Type.Literal("off")], {
        env: "RAMZ_GUARD",
        description:
          "What the pumping guard does where too few codes come back: enforce, monitor or off. enforce, or off in console mode.",
      }),
    ),
    window_minutes: Type.Integer({
      minimum: 60,
      maximum: 1440,
      default: DEFAULT_GUARD.windowMs / MINUTE_MS,
      env: "RAMZ_GUARD_WINDOW_MINUTES",
      description: "How far back the guard looks, in minutes.",
    }),
    tolerance_percent: Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: DEFAULT_GUARD.perApproval * 100,
      env: "RAMZ_GUARD_TOLERANCE_PERCENT",
      description: "Unconfirmed sends allowed above the floor, in percent of the confirmed ones.",
    }),
    block_floor: floor("block", "to ten thousand neighbouring numbers"),
    operator_floor: floor("operator", "to the numbers of one operator"),
    subnet_floor: floor("subnet", "from one network: /24 of IPv4, /48 of IPv6"),
    app_floor: floor("app", "from one app"),
  },
  { ...closed, default: {} },
);

type Raw = { readonly limits: Static<typeof LimitsSchema>; readonly guard: Static<typeof GuardSchema> };

/** The rules of the service. In console mode, where nothing is sent or spent, only what is written holds. */
export function quotaRulesOf({ limits, guard }: Raw, consoleMode: boolean): QuotaRules {
  const perHour = limits.ip_per_hour ?? (consoleMode ? undefined : IP_PER_HOUR);
  const ip = [
    ...quota(perHour, HOUR_MS, limits.ip_mode),
    ...quota(limits.ip_per_day, DAY_MS, limits.ip_mode),
  ];
  const messages =
    limits.messages_per_day ?? (consoleMode ? null : DEFAULT_QUOTAS.serviceBudget.messagesPerDay);
  const serviceBudget: Budget = {
    messagesPerDay: messages,
    rialPerDay: limits.rial_per_day ?? null,
    mode: limits.budget_mode,
  };
  return {
    ip,
    caller: {},
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
      },
      perApproval: guard.tolerance_percent / 100,
    },
    exempt: {},
  };
}

const IP_PER_HOUR = 20;

function quota(limit: number | undefined, windowMs: number, how: Mode): readonly Quota[] {
  return limit === undefined ? [] : [{ limit, windowMs, mode: how }];
}

/** Limits of an app on top of the service's: its budget, and what its callers count by. */
export const AppLimitsSchema = Type.Object(
  {
    messages_per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
    rial_per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 })),
    budget_mode: Type.Optional(Type.Union([Type.Literal("enforce"), Type.Literal("monitor")])),
    caller: Type.Optional(
      Type.Record(
        Type.String({ pattern: "^[a-z0-9_]{1,32}$" }),
        Type.Object(
          {
            per_hour: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
            per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
            mode: Type.Optional(Type.Union([Type.Literal("enforce"), Type.Literal("monitor")])),
          },
          closed,
        ),
      ),
    ),
  },
  closed,
) satisfies TSchema;

/** The service's rules with those of one app. */
export function appQuotaRules(service: QuotaRules, limits: Static<typeof AppLimitsSchema>): QuotaRules {
  const caller = Object.entries(limits.caller ?? {}).map(
    ([name, { per_hour, per_day, mode: how = "enforce" }]) => [
      name,
      [...quota(per_hour, HOUR_MS, how), ...quota(per_day, DAY_MS, how)],
    ],
  );
  return {
    ...service,
    caller: Object.fromEntries(caller),
    appBudget: {
      messagesPerDay: limits.messages_per_day ?? null,
      rialPerDay: limits.rial_per_day ?? null,
      mode: limits.budget_mode ?? "enforce",
    },
  };
}
