/** Reads an answer of a vendor as a person pastes it: what `curl -i` prints, or the body alone. */
import type { RawAnswer } from "./read-answer.ts";

const HEAD = /^HTTP\/[\d.]+ (\d{3})[^\n]*((?:\n[^\n]+)*)\n\n?/;

/** A body without a status line counts as 200. Of several heads, e.g. a proxy's and the vendor's, the last counts. */
export function pastedAnswer(pasted: string): RawAnswer {
  let rest = `${pasted.replaceAll("\r\n", "\n").trim()}\n`;
  let status = 200;
  let headers: Readonly<Record<string, string>> = {};
  for (let head = HEAD.exec(rest); head !== null; head = HEAD.exec(rest)) {
    const [whole, written, lines = ""] = head;
    status = Number(written);
    headers = headersIn(lines);
    rest = rest.slice(whole.length);
  }
  return { status, headers, text: rest.trim(), truncated: false };
}

function headersIn(lines: string): Readonly<Record<string, string>> {
  const pairs = lines.split("\n").flatMap((line) => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
  });
  return Object.fromEntries(pairs);
}
