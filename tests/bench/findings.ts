/** What a run found: each figure with its target, and all of them as a table for the documentation. */
import type { Round } from "./compare.ts";
import { median, medianRatio } from "./numbers.ts";

export interface Finding {
  readonly what: string;
  readonly measured: string;
  /** What it should be, and whether it is; a figure without a target is only told. */
  readonly target?: { readonly is: string; readonly reached: boolean };
}

/** How much of `under`'s throughput `over` has, round by round. Printed, too. */
export function ratioOf(
  what: string,
  over: readonly Round[],
  under: readonly Round[],
  target?: number,
): Finding {
  const ratio = medianRatio(perSecond(over), perSecond(under));
  const finding: Finding = {
    what,
    measured: ratio.toFixed(2),
    ...(target !== undefined && { target: { is: `>= ${target}`, reached: ratio >= target } }),
  };
  const cpu = cpuOf(under) / cpuOf(over);
  console.log(`${inWords(finding)} (by server CPU ${cpu.toFixed(2)})`);
  return finding;
}

const perSecond = (rounds: readonly Round[]) => rounds.map((round) => round.perSecond);

/** A figure that must stay below a limit. Printed, too. */
export function below(limit: number, what: string, value: number, unit: string): Finding {
  const finding: Finding = {
    what,
    measured: `${value.toFixed(1)} ${unit}`,
    target: { is: `< ${limit} ${unit}`, reached: value < limit },
  };
  console.log(inWords(finding));
  return finding;
}

/** Median server CPU of a request, in microseconds. */
const cpuOf = (rounds: readonly Round[]): number => median(rounds.map((round) => round.serverUs));

/** In Markdown, as docs/reference/performance.md has it. */
export function asMarkdown(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, measured, target }) => [
    what,
    measured,
    target?.is ?? "",
    verdict(target),
  ]);
  const lines = [["What", "Measured", "Target", ""], ["---", "--:", "--:", "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function inWords({ what, measured, target }: Finding): string {
  return target === undefined
    ? `${what}: ${measured}`
    : `${what}: ${measured}; target ${target.is} ${verdict(target)}`;
}

function verdict(target: Finding["target"]): string {
  if (target === undefined) return "";
  return target.reached ? "reached" : "MISSED";
}
