/** The tables of the reference page, made from the rows that decide results, so that the two cannot disagree. */
import type { ExplainedMeaning, AnswerClass } from "../../_kit/meanings.ts";
import { ENVELOPE_CODES } from "./envelope-codes.ts";
import { ENTRY_STATUSES } from "./message-statuses.ts";
import { OWN_MEANINGS } from "./own-reasons.ts";

/** The text between the markers of docs/reference/providers/kavenegar-codes.md. */
export function codesMarkdown(): string {
  return [
    "## Codes of an answer",
    table("Code", ENVELOPE_CODES),
    "## Statuses of an accepted message",
    "An answer with code 200 can contain a message that has already failed. Its vendor code is then written like `200/13`.",
    table("Status", ENTRY_STATUSES),
    "## Reasons without a code",
    table(null, OWN_MEANINGS),
  ].join("\n\n");
}

function table(codeHeading: string | null, rows: readonly ExplainedMeaning[]): string {
  const headings = ["Reason", "Result", "What it means", "What to do", "معنا", "چاره"];
  const head = codeHeading === null ? headings : [codeHeading, ...headings];
  const lines = rows.map(({ code, reason, class: kind, means, remedy }) => [
    ...(codeHeading === null ? [] : [String(code)]),
    `\`${reason}\``,
    resultWords(kind),
    means.en,
    remedy.en,
    means.fa,
    remedy.fa,
  ]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function resultWords(kind: AnswerClass): string {
  switch (kind) {
    case "accepted":
    case "earlier":
    case "unavailable":
    case "unknown":
      return kind;
    case "recipient":
    case "message":
    case "account":
      return `refused (${kind})`;
    case "number":
      return "refused (message), for this number only";
  }
}
