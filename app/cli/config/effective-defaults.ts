/** What holds where nothing is written and no one default serves for all. */
import { DEFAULT_IP_PER_HOUR, DEFAULT_RATE_LIMITS } from "../../../domain/rate-limits/quotas.ts";
import { hostOf } from "../../config/listen-host.ts";
import type { Config } from "../../config/resolve.ts";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";

export interface EffectiveDefaults {
  /** Null: nothing, or no limit. */
  readonly value: unknown;
  /** Why it is that, or what it would be elsewhere; in one line. */
  readonly note: string;
}

/** By the name of the setting. `consoleMode`: codes are shown instead of sent. */
export function effectiveDefaultsOf(
  config: Config,
  consoleMode: boolean,
): ReadonlyMap<string, EffectiveDefaults> {
  const { providers, quotas, auth } = config;
  const [perHour, perDay] = [HOUR_MS, DAY_MS].map(
    (windowMs) => quotas.ip.find((quota) => quota.windowMs === windowMs)?.limit ?? null,
  );
  const { messagesPerDay, rialPerDay } = quotas.serviceBudget;
  const unlessConsole = (value: unknown, here: string, otherwise: unknown) => ({
    value,
    note: providers.includes("console")
      ? `${here} in console mode, ${String(otherwise)} otherwise`
      : `${here} in console mode`,
  });
  return new Map<string, EffectiveDefaults>([
    ["host", { value: hostOf(config, consoleMode), note: whereabouts(config, consoleMode) }],
    ["secret", { value: null, note: "one is made at the start; ramz doctor says where it is kept" }],
    [
      "providers",
      {
        value: providers,
        note: providers.includes("console") ? "Kavenegar has no key" : "Kavenegar has a key",
      },
    ],
    [
      "auth",
      { value: null, note: auth === "keys" ? "callers show the key of an app" : "nobody is asked for a key" },
    ],
    ["redis.sentinel_password", { value: null, note: "Sentinels are told none" }],
    ["limits.ip_per_hour", unlessConsole(perHour, "no limit", DEFAULT_IP_PER_HOUR)],
    ["limits.ip_per_day", { value: perDay, note: "no limit" }],
    [
      "limits.messages_per_day",
      unlessConsole(messagesPerDay, "no limit", DEFAULT_RATE_LIMITS.serviceBudget.messagesPerDay),
    ],
    ["limits.rial_per_day", { value: rialPerDay, note: "no limit" }],
    ["guard.mode", unlessConsole(quotas.guard.mode, "off", DEFAULT_RATE_LIMITS.guard.mode)],
  ]);
}

function whereabouts({ auth }: Config, consoleMode: boolean): string {
  if (consoleMode) return "this machine alone in console mode";
  return auth === "unset" ? "this machine alone while anybody may send" : "everywhere";
}
