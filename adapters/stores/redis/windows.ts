/** Sliding windows as hashes: counting is a script on one key, and the scripts of one call go out together. */
import { BUCKETS, type Count, type Counted, type Counter, type RateWindows } from "../../../domain/window.ts";
import type { EpochMs } from "../../../domain/ports.ts";
import COUNT from "./count.lua" with { type: "text" };
import { type Link, scriptOf } from "./link.ts";

const SCRIPT = scriptOf(COUNT);

const LETTERS: Readonly<Record<Counter, string>> = { used: "u", approved: "a" };

export function windowsIn(link: Link, prefix: string): RateWindows {
  const countOne = async (
    { key, windowMs, counter, amount, limit }: Count,
    at: EpochMs,
  ): Promise<Counted> => {
    const args = [at, windowMs, BUCKETS, LETTERS[counter], amount, limit ?? ""];
    return countedOf(await link.run(SCRIPT, `${prefix}:w:${windowMs}:${key}`, args));
  };
  return { count: (counts, at) => Promise.all(counts.map((count) => countOne(count, at))) };
}

/** What count.lua answers with. */
type Answer = readonly [counted: number, used: number, approved: number, freeAt: number];

function countedOf(answer: unknown): Counted {
  if (!isAnswer(answer)) throw new Error(`Redis answered a count with ${JSON.stringify(answer)}`);
  const [counted, used, approved, freeAt] = answer;
  return { counted: counted === 1, sums: { used, approved }, freeAt };
}

function isAnswer(answer: unknown): answer is Answer {
  return Array.isArray(answer) && answer.length === 4 && answer.every(Number.isSafeInteger);
}
