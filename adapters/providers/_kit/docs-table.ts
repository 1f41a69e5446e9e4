/** A vendor's table as Markdown, made from the rows that decide results, so that page and behaviour cannot disagree. */
import type { AnswerClass, ExplainedMeaning } from "./meanings.ts";

/** `codeHeading` is null where the rows have no codes. */
export function meaningsTable(codeHeading: string | null, rows: readonly ExplainedMeaning[]): string {
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

/** The result of a class of answers, as pages say it. */
export function resultWords(kind: AnswerClass): string {
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
