/** Why something could not be read from a vendor, for examinations and tools. */
import type { ExplainedMeaning } from "./meanings.ts";
import type { Finding } from "./plugin.ts";

export interface ReadFailure {
  readonly kind: "failed";
  readonly detail: string;
  readonly remedy: string;
}

/** `code` follows the sentence, e.g. ` (412)`. A read sends nothing, so the words about a message are left out. */
export function readFailure(
  { means, remedy }: Pick<ExplainedMeaning, "means" | "remedy">,
  code = "",
): ReadFailure {
  const detail = means.en.replace("; the message may have gone out", "");
  return { kind: "failed", detail: detail.replace(/\.$/, `${code}.`), remedy: remedy.en };
}

/** The failure as a finding of an examination. */
export function failureFinding(
  level: "warning" | "problem",
  subject: string,
  { detail, remedy }: ReadFailure,
): Finding {
  return { level, subject, detail, remedy };
}
