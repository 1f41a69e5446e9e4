/** The reference page's tables, made from the same rows that decide results, so that they cannot disagree. */
import { OWN_MEANINGS } from "./meanings.ts";
import { ENTRY_STATUSES } from "./message-statuses.ts";
import { ENVELOPE_CODES, type Meaning, type ResultClass } from "./envelope-codes.ts";

/** What stands between the markers of docs/reference/providers/kavenegar-codes.md. */
export function codesMarkdown(): string {
  return [
    "## Codes of an answer",
    table("Code", ENVELOPE_CODES),
    "## Statuses of an accepted message",
    "A 200 can already carry a message that failed; its vendor code is then written like `200/13`.",
    table("Status", ENTRY_STATUSES),
    "## Found out without a code",
    table(null, OWN_MEANINGS),
  ].join("\n\n");
}

function table(codeHeading: string | null, rows: readonly Meaning[]): string {
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

function resultWords(kind: ResultClass): string {
  switch (kind) {
    case "accepted":
    case "unavailable":
    case "unknown":
      return kind;
    case "recipient":
    case "message":
    case "account":
      return `refused (${kind})`;
  }
}
