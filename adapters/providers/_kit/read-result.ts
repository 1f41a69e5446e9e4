/** What was read from a vendor, or why it could not be read, for examinations and tools. */
import type { ExplainedMeaning } from "./meanings.ts";
import type { Finding, ToolReport } from "./plugin.ts";

export type ReadResult<T> = { readonly kind: "read"; readonly value: T } | ReadFailure;

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

type Rows = Extract<ToolReport, { kind: "report" }>["rows"];

/** The answer of a tool that shows what was read. */
export function reportOf<T>(subject: string, read: ReadResult<T>, rowsOf: (value: T) => Rows): ToolReport {
  if (read.kind === "failed") return { kind: "failed", finding: failureFinding("problem", subject, read) };
  return { kind: "report", rows: rowsOf(read.value) };
}
