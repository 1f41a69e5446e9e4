/** Sliding windows as hashes. A count is a script on one key; the scripts of one call go out in one packet. */
import {
  BUCKETS,
  type Count,
  type Counted,
  type Counter,
  type RateWindows,
} from "../../../domain/rate-limits/sliding-window.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import COUNT_LUA from "./count.lua" with { type: "text" };
import { type Commands, scriptOf } from "./commands.ts";
import type { EpochMs } from "../../../domain/time.ts";

const COUNT = scriptOf(COUNT_LUA);

/** How a counter is called in the fields of the hash. */
const LETTERS: Readonly<Record<Counter, string>> = { used: "u", approved: "a" };

export function rateWindowsIn(commands: Commands, prefix: string): RateWindows {
  const countOne = async (
    { key, windowMs, counter, amount, limit }: Count,
    at: EpochMs,
  ): Promise<Counted> => {
    const args = [at, windowMs, BUCKETS, LETTERS[counter], amount, limit ?? ""];
    // Without waiting for replicas: a count lost in a fail-over lets one more send through, and the ledger's save is confirmed.
    return countedOf(await commands.runUnconfirmed(COUNT, `${prefix}:w:${windowMs}:${key}`, args));
  };
  /** In a Cluster one node may answer and another one not. The call fails then, so its counts are taken back. */
  const giveBack = async (
    counts: readonly Count[],
    answers: readonly PromiseSettledResult<Counted>[],
    at: EpochMs,
  ) => {
    const taken = counts.filter(({ amount }, index) => amount > 0 && wasCounted(answers[index]));
    await Promise.allSettled(
      taken.map((count) => countOne({ ...count, amount: -count.amount, limit: null }, at)),
    );
  };
  return {
    async count(counts, at) {
      const counting = counts.map((count) => countOne(count, at));
      try {
        return await Promise.all(counting);
      } catch (error) {
        await giveBack(counts, await Promise.allSettled(counting), at);
        throw error;
      }
    },
  };
}

function wasCounted(answer: PromiseSettledResult<Counted> | undefined): boolean {
  return answer?.status === "fulfilled" && answer.value.counted;
}

/** The answer of count.lua. */
type Answer = readonly [counted: number, used: number, approved: number, freeAt: number];

function countedOf(answer: unknown): Counted {
  if (!isAnswer(answer)) throw new StoreUnavailable(`Redis answered a count with ${JSON.stringify(answer)}`);
  const [counted, used, approved, freeAt] = answer;
  return { counted: counted === 1, sums: { used, approved }, freeAt };
}

function isAnswer(answer: unknown): answer is Answer {
  return Array.isArray(answer) && answer.length === 4 && answer.every(Number.isSafeInteger);
}
