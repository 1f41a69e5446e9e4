/** The findings of the doctor, and how they are printed. */
import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";

export interface Row extends Finding {
  /** The part of Ramz that it concerns, e.g. `store`, or the names of providers. */
  readonly about: string;
}

export interface Summary {
  readonly status: "ok" | "warnings" | "problems";
  readonly problems: number;
  readonly warnings: number;
}

export function summaryOf(rows: readonly Row[]): Summary {
  const count = (level: Row["level"]) => rows.filter((row) => row.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  return { status: problems > 0 ? "problems" : warnings > 0 ? "warnings" : "ok", problems, warnings };
}

/** Splits a problem of settings or providers: its first sentence is the detail, the others are the remedy. */
export function splitRemedy(problem: string): Pick<Row, "detail" | "remedy"> {
  const [detail = "", ...rest] = problem.split(/(?<=[^.]\.) (?=[A-Z])/);
  return rest.length === 0 ? { detail } : { detail, remedy: rest.join(" ") };
}

export function printRows(rows: readonly Row[], { problems, warnings }: Summary): void {
  const width = Math.max(0, ...rows.map(({ subject }) => subject.length));
  const indent = " ".repeat("  problem  ".length + width + 2);
  for (const [about, group] of Map.groupBy(rows, (row) => row.about)) {
    console.log(about);
    for (const { level, subject, detail, remedy } of group) {
      console.log(`  ${level.padEnd(7)}  ${subject.padEnd(width)}  ${detail}`);
      if (remedy !== undefined) console.log(`${indent}${remedy}`);
    }
  }
  console.log(`\n${counted(problems, "problem")}, ${counted(warnings, "warning")}.`);
}

function counted(count: number, word: string): string {
  return `${count === 0 ? "no" : count} ${word}${count === 1 ? "" : "s"}`;
}
