/** Findings about an account that several vendors report alike: its credit in Rial, and when it ends. */
import type { EpochMs } from "../../../domain/time.ts";
import type { Finding } from "./plugin.ts";
import { failureFinding, type ReadResult } from "./read-result.ts";

/**
 * Reading the account proves route and key. Then come the findings about what was read and the provider's `own`, which is not asked for
 * when the account cannot be read.
 */
export async function accountFindings<T>(
  account: ReadResult<T>,
  about: (account: T) => readonly Finding[],
  own: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  if (account.kind === "failed") return [failureFinding("problem", "key", account)];
  return [
    { level: "ok", subject: "key", detail: "The vendor's API answers, and accepts the key." },
    ...about(account.value),
    ...(await own()),
  ];
}

const EXPIRY_WARNING_MS = 14 * 24 * 3_600_000;
/** A lower credit may not pay for one message. */
const MESSAGE_RIAL = 5_000;

export interface CreditAlarm {
  readonly alarmRial: number;
  /** The variable of the alarm. */
  readonly variable: string;
  /** Where the account is charged. */
  readonly panel: string;
}

/** `creditRial` is null when the vendor does not say. */
export function creditFinding(
  creditRial: number | null,
  { alarmRial, variable, panel }: CreditAlarm,
): Finding {
  const subject = "credit";
  const remedy = `Top up at ${panel}`;
  if (creditRial === null)
    return { level: "warning", subject, detail: "The vendor did not report the credit.", remedy };
  const shown = rialAndToman(creditRial);
  const found = { subject, amount: creditRial };
  if (creditRial < MESSAGE_RIAL)
    return { ...found, level: "problem", detail: `The credit is ${shown}: too low to send.`, remedy };
  if (creditRial < alarmRial)
    return {
      ...found,
      level: "warning",
      detail: `The credit is ${shown}, below the alarm level of ${rialAndToman(alarmRial)}.`,
      remedy: `${remedy}, or lower creditAlarmRial (${variable}).`,
    };
  return { ...found, level: "ok", detail: `The credit is ${shown}.` };
}

/** An amount in the vendor's unit and in the one that people use. */
function rialAndToman(rial: number): string {
  return `${Math.floor(rial).toLocaleString("en")} Rial (${Math.floor(rial / 10).toLocaleString("en")} Toman)`;
}

/** A past date is no problem by itself: the account may still send. */
export function expiryFinding(expiresAt: EpochMs | null, now: EpochMs, panel: string): Finding {
  if (expiresAt === null)
    return { level: "ok", subject: "expiry", detail: "The account has no expiry date." };
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  if (expiresAt - now > EXPIRY_WARNING_MS)
    return { level: "ok", subject: "expiry", detail: `The account is valid until ${day}.` };
  return {
    level: "warning",
    subject: "expiry",
    detail: `The account ${expiresAt > now ? "expires" : "expired"} on ${day}.`,
    remedy: `Renew it at ${panel}`,
  };
}
