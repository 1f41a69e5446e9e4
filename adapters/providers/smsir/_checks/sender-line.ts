/** Examines what plain SMS needs, a line of the account. */
import type { EpochMs } from "../../../../domain/time.ts";
import type { Finding } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { SmsIr } from "../_api/client.ts";
import { PANEL } from "../_api/codes.ts";
import { readLines } from "./account.ts";

export async function examineLine(smsIr: SmsIr, line: string, deadline: EpochMs): Promise<Finding> {
  const read = await readLines(smsIr, deadline);
  // An account that may not list its lines can still send.
  if (read.kind === "failed") return failureFinding("warning", "line", read);
  if (read.value.includes(line))
    return { level: "ok", subject: "line", detail: `The line ${line} belongs to the account.` };
  const lines = read.value.length === 0 ? "It has no line" : `Its lines: ${read.value.join(", ")}`;
  return {
    level: "problem",
    subject: "line",
    detail: `The line ${line} does not belong to the account. ${lines}.`,
    remedy: `Set SMSIR_LINE to a line of the account, listed at ${PANEL}.`,
  };
}
