/** The values in force for settings that are not set and whose default depends on other settings. */
import { DEFAULT_IP_PER_HOUR, DEFAULT_RATE_LIMITS } from "../../../domain/rate-limits/quotas.ts";
import { isConsole } from "../../config/tables/chains.ts";
import { hostOf } from "../../config/listen-host.ts";
import type { Config } from "../../config/resolve.ts";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";

export interface EffectiveDefault {
  /** Null: no value, or no limit. */
  readonly value: unknown;
  /** Why this is the default, in a few words. */
  readonly note: string;
}

/** By name of the setting. */
export function effectiveDefaultsOf(
  config: Config,
  consoleMode: boolean,
): ReadonlyMap<string, EffectiveDefault> {
  const { providers, quotas, auth } = config;
  const [perHour, perDay] = [HOUR_MS, DAY_MS].map(
    (windowMs) => quotas.ip.find((quota) => quota.windowMs === windowMs)?.limit ?? null,
  );
  const { messagesPerDay, rialPerDay } = quotas.serviceBudget;
  const unlessConsole = (value: unknown, inConsoleMode: string, otherwise: unknown) => ({
    value,
    note: isConsole(config)
      ? `${inConsoleMode} in console mode, ${String(otherwise)} otherwise`
      : `${inConsoleMode} in console mode`,
  });
  return new Map<string, EffectiveDefault>([
    ["host", { value: hostOf(config, consoleMode), note: hostNote(config, consoleMode) }],
    ["secret", { value: null, note: "made at the first start; ramz doctor shows where it is kept" }],
    [
      "providers",
      {
        value: providers,
        note: providers.includes("console") ? "Kavenegar has no key" : "Kavenegar has a key",
      },
    ],
    ["auth", { value: null, note: auth === "keys" ? "calls need the key of an app" : "calls need no key" }],
    ["redis.sentinel_password", { value: null, note: "no password is sent to Sentinels" }],
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

function hostNote({ auth }: Config, consoleMode: boolean): string {
  if (consoleMode) return "this machine alone, in console mode";
  return auth === "unset" ? "this machine alone, while calls need no key" : "all addresses";
}
