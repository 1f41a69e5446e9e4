/** The tables of the reference page, made from the rows that decide results, so that the two cannot disagree. */
import { meaningsTable } from "../../_kit/docs-table.ts";
import { ENVELOPE_CODES } from "./envelope-codes.ts";
import { ENTRY_STATUSES } from "./message-statuses.ts";
import { OWN_MEANINGS } from "./own-reasons.ts";

/** The text between the markers of docs/reference/providers/kavenegar-codes.md. */
export function codesMarkdown(): string {
  return [
    "## Codes of an answer",
    meaningsTable("Code", ENVELOPE_CODES),
    "## Statuses of an accepted message",
    "An answer with code 200 can contain a message that has already failed. Its vendor code is then written like `200/13`.",
    meaningsTable("Status", ENTRY_STATUSES),
    "## Reasons without a code",
    meaningsTable(null, OWN_MEANINGS),
  ].join("\n\n");
}
