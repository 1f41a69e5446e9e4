/** Examines whether the pattern is active and takes the code: its variable exists, and may be as long as a code. */
import type { EpochMs } from "../../../../domain/time.ts";
import { isObject, textOf, wholeNumber } from "../../_kit/json-values.ts";
import type { Finding } from "../../_kit/plugin.ts";
import { failureFinding } from "../../_kit/read-result.ts";
import type { IpPanel } from "../_api/client.ts";
import { PANEL } from "../_api/faults.ts";

export interface WantedPattern {
  readonly pattern: string;
  /** The variable that takes the code. */
  readonly parameter: string;
  readonly codeLength: number;
}

export async function examinePattern(
  ipPanel: IpPanel,
  { pattern, parameter, codeLength }: WantedPattern,
  deadline: EpochMs,
): Promise<Finding> {
  const answer = await ipPanel.ask({ path: `api/patterns/${encodeURIComponent(pattern)}` }, deadline);
  if (answer.kind === "fault") {
    const isRefused = answer.meaning.class === "message";
    return failureFinding(isRefused ? "problem" : "warning", "pattern", ipPanel.failureOf(answer));
  }
  const data = isObject(answer.data) ? answer.data : {};
  const status = textOf(data["pattern_status"]);
  if (status !== "active")
    return problem(
      `The pattern ${pattern} is not active. Its state is ${status || "unknown"}.`,
      `Wait for the review, or read the reason of a rejection at ${PANEL}.`,
    );
  const variables = Array.isArray(data["variable"]) ? data["variable"].filter(isObject) : [];
  const variable = variables.find(({ name }) => name === parameter);
  if (variable === undefined) {
    const names = variables.map(({ name }) => textOf(name)).join(", ");
    return problem(
      `The pattern ${pattern} has no variable ${parameter}. It has ${names || "none"}.`,
      "Set IPPANEL_PARAMETER to the pattern's variable.",
    );
  }
  const length = wholeNumber(variable["len"]);
  // The vendor answers success to a longer value, and holds the message back until a person has looked at it.
  if (length !== null && length < codeLength)
    return problem(
      `The variable ${parameter} of the pattern ${pattern} takes ${length} characters, and a code has ${codeLength}: each message would wait for a review.`,
      "Make a pattern with a longer variable, or lower OTP_CODE_LENGTH.",
    );
  return {
    level: "ok",
    subject: "pattern",
    detail: `The pattern ${pattern} is active, and its variable ${parameter} takes a code.`,
  };
}

function problem(detail: string, remedy: string): Finding {
  return { level: "problem", subject: "pattern", detail, remedy };
}
