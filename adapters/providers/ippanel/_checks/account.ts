/** Examines whether the account could carry a code now: route, key, credit. Its tool shows the credit. Sends nothing. */
import type { EpochMs } from "../../../../domain/time.ts";
import { accountFindings, creditFinding } from "../../_kit/account-findings.ts";
import { isObject, numberOf } from "../../_kit/json-values.ts";
import type { Finding, Tool } from "../../_kit/plugin.ts";
import { type ReadResult, reportOf } from "../../_kit/read-result.ts";
import type { IpPanel } from "../_api/client.ts";
import { PANEL } from "../_api/faults.ts";

export async function examineAccount(
  ipPanel: IpPanel,
  alarmRial: number,
  deadline: EpochMs,
  own: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const alarm = { alarmRial, variable: "IPPANEL_CREDIT_ALARM_RIAL", panel: PANEL };
  const credit = await readCredit(ipPanel, deadline);
  return accountFindings(credit, (value) => [creditFinding(value, alarm)], own);
}

export function toolsOf(ipPanel: IpPanel): Readonly<Record<string, Tool>> {
  return {
    account: {
      description: "Credit of the account.",
      run: async (deadline) =>
        reportOf("account", await readCredit(ipPanel, deadline), (credit) => [
          credit === null
            ? { credit_rial: "not reported" }
            : { credit_rial: Math.floor(credit), credit_toman: Math.floor(credit / 10) },
        ]),
    },
  };
}

/** In Rial; null when the vendor does not say. */
async function readCredit(ipPanel: IpPanel, deadline: EpochMs): Promise<ReadResult<number | null>> {
  const answer = await ipPanel.ask({ path: "api/payment/credit/mine" }, deadline);
  if (answer.kind === "fault") return ipPanel.failureOf(answer);
  return { kind: "read", value: isObject(answer.data) ? numberOf(answer.data["credit"]) : null };
}
