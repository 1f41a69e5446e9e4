/** Examines whether the account could carry a code now: route, key, credit. Its tools show the credit and the lines. Sends nothing. */
import type { EpochMs } from "../../../../domain/time.ts";
import { accountFindings } from "../../_kit/account-findings.ts";
import { numberOf, textOf } from "../../_kit/json-values.ts";
import type { Finding, Tool } from "../../_kit/plugin.ts";
import { type ReadResult, reportOf } from "../../_kit/read-result.ts";
import type { SmsIr } from "../_api/client.ts";
import { PANEL } from "../_api/codes.ts";

/** The account's findings, then the provider's `own`, which are not asked for when the account cannot be read. */
export async function examineAccount(
  smsIr: SmsIr,
  creditAlarm: number,
  deadline: EpochMs,
  own: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const credit = await readCredit(smsIr, deadline);
  return accountFindings(credit, (value) => [creditFinding(value, creditAlarm)], own);
}

/** In messages; null when the vendor does not say. */
async function readCredit(smsIr: SmsIr, deadline: EpochMs): Promise<ReadResult<number | null>> {
  const answer = await smsIr.ask({ path: "credit" }, deadline);
  if (answer.kind === "fault") return smsIr.failureOf(answer);
  return { kind: "read", value: numberOf(answer.data) };
}

/** The lines of the account, as digits. */
export async function readLines(smsIr: SmsIr, deadline: EpochMs): Promise<ReadResult<readonly string[]>> {
  const answer = await smsIr.ask({ path: "line" }, deadline);
  if (answer.kind === "fault") return smsIr.failureOf(answer);
  const lines = Array.isArray(answer.data) ? answer.data.map(textOf) : [];
  return { kind: "read", value: lines.filter((line) => line !== "") };
}

function creditFinding(credit: number | null, alarm: number): Finding {
  const remedy = `Top up at ${PANEL}.`;
  if (credit === null)
    return { level: "warning", subject: "credit", detail: "The vendor did not report the credit.", remedy };
  const found = { subject: "credit", amount: credit };
  const shown = `The credit is enough for ${Math.floor(credit).toLocaleString("en")} messages`;
  if (credit < 1) return { ...found, level: "problem", detail: "The credit is used up.", remedy };
  if (credit >= alarm) return { ...found, level: "ok", detail: `${shown}.` };
  return {
    ...found,
    level: "warning",
    detail: `${shown}, below the alarm level of ${alarm.toLocaleString("en")}.`,
    remedy: `${remedy.slice(0, -1)}, or lower creditAlarm (SMSIR_CREDIT_ALARM).`,
  };
}

export function toolsOf(smsIr: SmsIr): Readonly<Record<string, Tool>> {
  return {
    account: {
      description: "Credit, counted in messages.",
      run: async (deadline) =>
        reportOf("account", await readCredit(smsIr, deadline), (credit) => [
          { credit_messages: credit ?? "not reported" },
        ]),
    },
    lines: {
      description: "The lines that the account may send from.",
      run: async (deadline) =>
        reportOf("lines", await readLines(smsIr, deadline), (lines) => lines.map((line) => ({ line }))),
    },
  };
}
