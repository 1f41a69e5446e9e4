/** Examines whether the account could carry a code now: route, clock, key, credit, debug mode. Sends nothing. */
import type { Clock } from "../../../../domain/ports.ts";
import { creditFinding, expiryFinding } from "../../_kit/account-findings.ts";
import type { Finding } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { Kavenegar } from "../_api/client.ts";
import { type Settings, readAccount, readClock, readSettings } from "../_api/records.ts";
import { PAGES } from "../_api/envelope-codes.ts";
import type { EpochMs } from "../../../../domain/time.ts";

const SKEW_MAX_MS = 30_000;

/**
 * The account's findings, then the provider's `own`, which get the account's settings (null when they cannot be read). After a failure
 * it stops asking for what would fail for the same cause.
 */
export async function examineAccount(
  kavenegar: Kavenegar,
  clock: Clock,
  creditAlarmRial: number,
  deadline: EpochMs,
  own: (settings: Settings | null) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const askedAt = clock.now();
  const time = await readClock(kavenegar, deadline);
  if (time.kind === "failed") return [failureFinding("problem", "vendor", time)];
  const route: readonly Finding[] = [
    { level: "ok", subject: "vendor", detail: "The vendor's API answers." },
    skew((askedAt + clock.now()) / 2 - time.value),
  ];

  const account = await readAccount(kavenegar, deadline);
  if (account.kind === "failed") return [...route, failureFinding("problem", "key", account)];
  const settings = await readSettings(kavenegar, deadline);
  const known = settings.kind === "read" ? settings.value : null;
  const alarmRial = Math.max(creditAlarmRial, known?.creditAlarmRial ?? 0);
  return [
    ...route,
    { level: "ok", subject: "key", detail: "The vendor accepts the key." },
    expiryFinding(account.value.expiresAt, clock.now(), PAGES.panel),
    creditFinding(account.value.creditRial, {
      alarmRial,
      variable: "KAVENEGAR_CREDIT_ALARM_RIAL",
      panel: PAGES.panel,
    }),
    settings.kind === "read" ? debugMode(settings.value) : failureFinding("warning", "settings", settings),
    ...(await own(known)),
  ];
}

/** `aheadMs` is how far this machine's clock is ahead of the vendor's. */
function skew(aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds * 1000 <= SKEW_MAX_MS)
    return {
      level: "ok",
      subject: "clock",
      detail: "This machine's clock agrees with the vendor's within 30 s.",
    };
  return {
    level: "warning",
    subject: "clock",
    detail: `This machine's clock is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} the vendor's.`,
    remedy: "Set the clock by NTP, e.g. `timedatectl set-ntp true`: codes, limits and proofs depend on it.",
  };
}

function debugMode({ debugMode: mode }: Settings): Finding {
  if (mode.toLowerCase() !== "enabled")
    return { level: "ok", subject: "debug mode", detail: "Debug mode is off." };
  return {
    level: "problem",
    subject: "debug mode",
    detail: "Debug mode is on: every send looks successful, but nothing is sent.",
    remedy: `Turn it off in the account's settings at ${PAGES.panel}`,
  };
}
