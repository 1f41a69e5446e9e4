/** Whether functions take different times, by Welch's t-test on trimmed measurements. */
import type { Seeded } from "../support/seeded.ts";

export type Contender = () => void | Promise<void>;

/** Share of the slowest measurements, which other work on the machine disturbed. */
const TRIMMED = 0.2;

/** The greatest |t| between any two, each run `count` times in a random order. */
export async function mostDifferent(
  contenders: Readonly<Record<string, Contender>>,
  count: number,
  chance: Seeded,
): Promise<number> {
  const works = Object.values(contenders);
  const times = works.map((): number[] => []);
  for (let round = 0; round < count; round++) {
    const shift = chance.whole(0, works.length - 1);
    for (let turn = 0; turn < works.length; turn++) {
      const index = (turn + shift) % works.length;
      const begun = Bun.nanoseconds();
      const working = works[index]?.();
      if (working !== undefined) await working;
      times[index]?.push(Bun.nanoseconds() - begun);
    }
  }
  const kept = times.map(trimmed);
  return Math.max(
    ...kept.flatMap((one, at) => kept.slice(at + 1).map((other) => Math.abs(welch(one, other)))),
  );
}

function trimmed(times: readonly number[]): readonly number[] {
  return times.toSorted((a, b) => a - b).slice(0, Math.floor(times.length * (1 - TRIMMED)));
}

function welch(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [momentsOf(one), momentsOf(other)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length);
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
