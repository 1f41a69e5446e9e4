/** `[limits]` and `[apps.shop.limits]`: limits of addresses and callers, and budgets. */
import { type TInteger, Type } from "@sinclair/typebox";
import { DEFAULT_RATE_LIMITS } from "../../../domain/rate-limits/quotas.ts";
import { closed } from "../setting.ts";

/** The highest value of every count and of every sum. */
const MOST = 100_000_000;
const MOST_RIAL = 1_000_000_000_000;

const count = (env: string, description: string, further: object = {}): TInteger =>
  Type.Integer({ minimum: 1, maximum: MOST, env, description, ...further });

const MODES = Type.Union([Type.Literal("enforce"), Type.Literal("monitor")]);
const mode = (env: string, description: string) =>
  Type.Union([...MODES.anyOf], { default: "enforce", env, description });

/** By the names that requests use in `limits`. */
const CallerLimits = Type.Optional(
  Type.Record(
    Type.String({ pattern: "^[a-z0-9_]{1,32}$" }),
    Type.Object(
      {
        per_hour: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
        per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
        mode: Type.Optional(MODES),
      },
      { ...closed, minProperties: 1, write: "per_hour or per_day" },
    ),
    {
      ...closed,
      description: "Limits of the caller's own keys, e.g. device, each with per_hour, per_day and mode.",
    },
  ),
);

export const LimitsSchema = Type.Object(
  {
    ip_per_hour: Type.Optional(
      count(
        "RAMZ_IP_SENDS_PER_HOUR",
        "Messages per end-user address in any hour, for newcomers and again for known numbers. IPv6 addresses are counted by /64. 20 unless set; no limit in console mode.",
      ),
    ),
    ip_per_day: Type.Optional(
      count("RAMZ_IP_SENDS_PER_DAY", "Messages per end-user address in any 24 hours. No limit unless set."),
    ),
    ip_mode: mode(
      "RAMZ_IP_LIMIT_MODE",
      "enforce refuses messages above the limit of addresses; monitor only logs them.",
    ),
    messages_per_day: Type.Optional(
      count(
        "RAMZ_MESSAGES_PER_DAY",
        "Messages of the whole service in any 24 hours. 10000 unless set; no limit in console mode.",
      ),
    ),
    rial_per_day: Type.Optional(
      count(
        "RAMZ_RIAL_PER_DAY",
        "Rial that the whole service may spend in any 24 hours. No limit unless set.",
        {
          maximum: MOST_RIAL,
        },
      ),
    ),
    rial_per_message: count(
      "RAMZ_RIAL_PER_MESSAGE",
      "The highest price of one message in Rial. It is charged until the vendor reports the real price.",
      { default: DEFAULT_RATE_LIMITS.rialPerMessage },
    ),
    budget_mode: mode(
      "RAMZ_BUDGET_MODE",
      "enforce stops sending when a budget is used up; monitor only logs it.",
    ),
    alarm_percent: Type.Integer({
      minimum: 1,
      maximum: 100,
      default: DEFAULT_RATE_LIMITS.alarmShare * 100,
      env: "RAMZ_BUDGET_ALARM_PERCENT",
      description: "Percentage of a budget at which the log and the metrics raise an alarm.",
    }),
    caller: CallerLimits,
  },
  { ...closed, default: {} },
);

/** Limits of one app, in addition to the service's. */
export const AppLimitsSchema = Type.Object(
  {
    messages_per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
    rial_per_day: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_RIAL })),
    budget_mode: Type.Optional(MODES),
    caller: CallerLimits,
  },
  closed,
);
