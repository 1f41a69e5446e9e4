/** Examines whether the account could carry a code now: route, key, credit, expiry. Its tool shows them. Sends nothing. */
import type { Clock } from "../../../../domain/ports.ts";
import type { EpochMs } from "../../../../domain/time.ts";
import { accountFindings, creditFinding, expiryFinding } from "../../_kit/account-findings.ts";
import { isObject, numberOf, textOf } from "../../_kit/json-values.ts";
import type { Finding, Tool } from "../../_kit/plugin.ts";
import { type ReadResult, reportOf } from "../../_kit/read-result.ts";
import type { Ghasedak } from "../_api/client.ts";
import { PANEL } from "../_api/codes.ts";

interface Account {
  readonly creditRial: number | null;
  readonly expiresAt: EpochMs | null;
  readonly plan: string;
}

/** The account's findings, then the provider's `own`, which are not asked for when the account cannot be read. */
export async function examineAccount(
  ghasedak: Ghasedak,
  clock: Clock,
  alarmRial: number,
  deadline: EpochMs,
  own: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const alarm = { alarmRial, variable: "GHASEDAK_CREDIT_ALARM_RIAL", panel: PANEL };
  return accountFindings(
    await readAccount(ghasedak, deadline),
    ({ creditRial, expiresAt }) => [
      creditFinding(creditRial, alarm),
      expiryFinding(expiresAt, clock.now(), PANEL),
    ],
    own,
  );
}

export function toolsOf(ghasedak: Ghasedak): Readonly<Record<string, Tool>> {
  return {
    account: {
      description: "Credit, expiry date and plan of the account.",
      run: async (deadline) =>
        reportOf("account", await readAccount(ghasedak, deadline), ({ creditRial, expiresAt, plan }) => [
          {
            ...(creditRial !== null && {
              credit_rial: creditRial,
              credit_toman: Math.floor(creditRial / 10),
            }),
            ...(expiresAt !== null && { expires: new Date(expiresAt).toISOString().slice(0, 10) }),
            plan,
          },
        ]),
    },
  };
}

async function readAccount(ghasedak: Ghasedak, deadline: EpochMs): Promise<ReadResult<Account>> {
  const answer = await ghasedak.ask({ path: "GetAccountInformation" }, deadline);
  if (answer.kind === "fault") return ghasedak.failureOf(answer);
  const data = isObject(answer.data) ? answer.data : {};
  const expiresAt = Date.parse(textOf(data["expiredate"]));
  return {
    kind: "read",
    value: {
      creditRial: numberOf(data["credit"]),
      expiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
      plan: textOf(data["plan"]),
    },
  };
}
