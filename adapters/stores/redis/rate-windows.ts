/** Sliding windows as hashes. The counts of one call are one script. In a Cluster each is a script of its own. */
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
import { storeErrors } from "./errors.ts";
import type { RedisOptions } from "./options.ts";
import type { EpochMs } from "../../../domain/time.ts";

const COUNT = scriptOf(COUNT_LUA);

/** How a counter is called in the fields of the hash. */
const LETTERS: Readonly<Record<Counter, string>> = { used: "u", approved: "a" };

/** What became of a count. */
type Outcome = Counted | StoreUnavailable;

/** `redact` takes secrets out of the errors of single counts. */
export function rateWindowsIn(commands: Commands, { prefix, topology, redact }: RedisOptions): RateWindows {
  const storeError = storeErrors(redact);
  // In a Cluster the keys are on different servers. So they are behind some proxies, which is known once one has refused.
  let isApart = topology === "cluster";

  const countTogether = async (counts: readonly Count[], at: EpochMs): Promise<readonly Outcome[]> => {
    const keys = counts.map(({ key, windowMs }) => `${prefix}:w:${windowMs}:${key}`);
    const args = counts.flatMap(({ windowMs, counter, amount, limit }) => [
      windowMs,
      LETTERS[counter],
      amount,
      limit ?? "",
    ]);
    // Without waiting for replicas: a count lost in a fail-over lets one more send through, and the ledger's save is confirmed.
    const answers = await commands.runUnconfirmed(COUNT, keys, [at, BUCKETS, ...args]);
    if (!Array.isArray(answers)) throw unlike(answers);
    return answers.map((answer: unknown) =>
      answer instanceof Error ? storeError(answer) : countedOf(answer),
    );
  };
  const countApart = async (counts: readonly Count[], at: EpochMs): Promise<readonly Outcome[]> => {
    const outcomes = counts.map((count) =>
      countTogether([count], at).catch((error: unknown) => [storeError(error)]),
    );
    return (await Promise.all(outcomes)).flat();
  };
  const countEach = async (counts: readonly Count[], at: EpochMs): Promise<readonly Outcome[]> => {
    if (isApart) return countApart(counts, at);
    try {
      return await countTogether(counts, at);
    } catch (error) {
      // Nothing was counted.
      if (!refusesSeveralKeys(error)) throw error;
      isApart = true;
      return countApart(counts, at);
    }
  };
  return {
    async count(counts, at) {
      const outcomes = await countEach(counts, at);
      const failure = outcomes.find((outcome) => !isAnswered(outcome));
      if (failure === undefined) return outcomes.filter(isAnswered);
      // One window failed, or one node of a Cluster. What the others counted is taken back.
      const taken = counts.filter(({ amount }, index) => amount > 0 && wasCounted(outcomes[index]));
      const back = taken.map((count) => ({ ...count, amount: -count.amount, limit: null }));
      if (back.length > 0) await countEach(back, at).catch(() => {});
      throw failure;
    },
  };
}

function isAnswered(outcome: Outcome): outcome is Counted {
  return !(outcome instanceof StoreUnavailable);
}

function wasCounted(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && isAnswered(outcome) && outcome.counted;
}

function refusesSeveralKeys(error: unknown): boolean {
  return error instanceof StoreUnavailable && error.message.includes("CROSSSLOT");
}

/** What count.lua answers for one key. */
type Answer = readonly [counted: number, used: number, approved: number, freeAt: number];

function countedOf(answer: unknown): Counted {
  if (!isAnswer(answer)) throw unlike(answer);
  const [counted, used, approved, freeAt] = answer;
  return { counted: counted === 1, sums: { used, approved }, freeAt };
}

function unlike(answer: unknown): StoreUnavailable {
  return new StoreUnavailable(`Redis answered a count with ${JSON.stringify(answer)}`);
}

function isAnswer(answer: unknown): answer is Answer {
  return Array.isArray(answer) && answer.length === 4 && answer.every(Number.isSafeInteger);
}
