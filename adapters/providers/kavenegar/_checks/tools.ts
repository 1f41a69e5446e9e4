/** `ramz kavenegar account` and `ramz kavenegar templates`. */
import type { Tool, ToolReport } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { Kavenegar } from "../_api/client.ts";
import { holdsToken } from "./templates.ts";
import { readAccount, readSettings, readTemplates } from "../_api/records.ts";
import type { EpochMs } from "../../../../domain/time.ts";

export function toolsOf(kavenegar: Kavenegar): Readonly<Record<string, Tool>> {
  return {
    account: {
      description: "Credit, expiry date and settings of the account.",
      run: (deadline) => showAccount(kavenegar, deadline),
    },
    templates: {
      description: "The account's templates: approval, and whether they have a placeholder for the code.",
      run: (deadline) => showTemplates(kavenegar, deadline),
    },
  };
}

async function showAccount(kavenegar: Kavenegar, deadline: EpochMs): Promise<ToolReport> {
  const account = await readAccount(kavenegar, deadline);
  if (account.kind === "failed")
    return { kind: "failed", finding: failureFinding("problem", "account", account) };
  const settings = await readSettings(kavenegar, deadline);
  const { creditRial, expiresAt, type } = account.value;
  const row = {
    ...(creditRial !== null && { credit_rial: creditRial, credit_toman: Math.floor(creditRial / 10) }),
    ...(expiresAt !== null && { expires: new Date(expiresAt).toISOString().slice(0, 10) }),
    type,
  };
  // The settings may need this server's IP address to be registered; the credit is shown anyway.
  if (settings.kind === "failed")
    return { kind: "report", rows: [{ ...row, settings: `${settings.detail} ${settings.remedy}` }] };
  const { apiLogs, debugMode, defaultSender, creditAlarmRial } = settings.value;
  return {
    kind: "report",
    rows: [
      {
        ...row,
        api_logs: apiLogs,
        debug_mode: debugMode,
        default_sender: defaultSender,
        ...(creditAlarmRial !== null && { min_credit_alarm_rial: creditAlarmRial }),
      },
    ],
  };
}

async function showTemplates(kavenegar: Kavenegar, deadline: EpochMs): Promise<ToolReport> {
  const read = await readTemplates(kavenegar, deadline);
  if (read.kind === "failed")
    return { kind: "failed", finding: failureFinding("problem", "templates", read) };
  const rows = read.value.map(({ name, approval, sms, call }) => ({
    name,
    approval,
    has_token: holdsToken(sms),
    has_voice_token: holdsToken(call),
  }));
  return { kind: "report", rows };
}
