/** Examines whether a template exists and has the parameter that takes the code. */
import type { EpochMs } from "../../../../domain/time.ts";
import { isObject } from "../../_kit/json-values.ts";
import type { Finding } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { Ghasedak } from "../_api/client.ts";

export async function examineTemplate(
  ghasedak: Ghasedak,
  template: string,
  parameter: string,
  deadline: EpochMs,
): Promise<Finding> {
  const path = `GetOtpTemplateParameters?${new URLSearchParams({ templateName: template }).toString()}`;
  const answer = await ghasedak.ask({ path }, deadline);
  if (answer.kind === "fault") {
    const isRefused = answer.meaning.class === "message";
    return failureFinding(isRefused ? "problem" : "warning", "template", ghasedak.failureOf(answer));
  }
  const parameters = [...new Set(textsIn(answer.data))].filter((text) => text !== template);
  if (parameters.includes(parameter))
    return {
      level: "ok",
      subject: "template",
      detail: `The template "${template}" has the parameter ${parameter}.`,
    };
  const known = parameters.length === 0 ? "It has none" : `It has: ${parameters.join(", ")}`;
  return {
    level: "problem",
    subject: "template",
    detail: `The template "${template}" has no parameter ${parameter}. ${known}.`,
    remedy: "Set GHASEDAK_PARAMETER to the template's parameter, or make a template with it.",
  };
}

/** The vendor's SDKs do not say in which shape the names come, so every text of the answer counts. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
