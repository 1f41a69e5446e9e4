/** What a run measured: each figure with its target, and all of them as a table for the documentation. */
import type { Round } from "./compare.ts";
import { median, medianRatio } from "./numbers.ts";

export interface Finding {
  readonly what: string;
  readonly measured: string;
  /** The target, and whether it is reached; a figure without one is printed, not judged. */
  readonly target?: Judged | "withdrawn";
}

interface Judged {
  readonly is: string;
  readonly reached: boolean;
}

/**
 * The throughput of `over` as a share of that of `under`, round by round; printed as well. `target` is the least it should be, or
 * "withdrawn" where there was a target once.
 */
export function ratioOf(
  what: string,
  over: readonly Round[],
  under: readonly Round[],
  target?: number | "withdrawn",
): Finding {
  const ratio = medianRatio(perSecond(over), perSecond(under));
  const finding: Finding = {
    what,
    measured: ratio.toFixed(2),
    ...(target !== undefined && { target: judged(ratio, target) }),
  };
  const cpu = cpuOf(under) / cpuOf(over);
  console.log(`${inWords(finding)} (by server CPU ${cpu.toFixed(2)})`);
  return finding;
}

function judged(ratio: number, target: number | "withdrawn"): Judged | "withdrawn" {
  return target === "withdrawn" ? target : { is: `>= ${target}`, reached: ratio >= target };
}

const perSecond = (rounds: readonly Round[]) => rounds.map((round) => round.perSecond);

/** A figure that must stay below a limit; printed as well. */
export function below(limit: number, what: string, value: number, unit: string): Finding {
  const finding: Finding = {
    what,
    // A ratio near its limit needs the second digit.
    measured: `${value.toFixed(unit === "times" ? 2 : 1)} ${unit}`,
    target: { is: `< ${limit} ${unit}`, reached: value < limit },
  };
  console.log(inWords(finding));
  return finding;
}

/** Median server CPU of a request, in microseconds. */
const cpuOf = (rounds: readonly Round[]): number => median(rounds.map((round) => round.serverUs));

/** In Markdown, as docs/reference/performance.md has it. */
export function asMarkdown(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, measured, target }) => [what, measured, ...targetCells(target)]);
  const lines = [["What", "Measured", "Target", ""], ["---", "--:", "--:", "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function inWords({ what, measured, target }: Finding): string {
  const judgement = targetCells(target).join(" ").trim();
  return judgement === "" ? `${what}: ${measured}` : `${what}: ${measured}; target ${judgement}`;
}

function targetCells(target: Finding["target"]): readonly [is: string, verdict: string] {
  if (target === undefined) return ["", ""];
  if (target === "withdrawn") return ["withdrawn", ""];
  return [target.is, target.reached ? "reached" : "MISSED"];
}
