/** Windows hold across connections, and say so with one kind of error when they cannot answer. */
import { type Expect, needed, type Sentence } from "./runner.ts";
import { across, clockOf, failureOf } from "./store-subject.ts";
import {
  bucketNow,
  countOne,
  ONCE,
  READ,
  usedIn,
  type WindowsStore,
  type WindowsSubject,
} from "./windows-subject.ts";

const CONNECTIONS = 4;
const COUNTS = 50;
const LIMIT = 20;

export const SHARING: readonly Sentence<WindowsSubject>[] = [
  {
    title: "lets no more than the limit through of many counts at once",
    async holds(subject, expect) {
      await race(expect, subject, [subject.store]);
    },
  },
  {
    title: "lets no more than the limit through across four connections",
    async holds(subject, expect) {
      await across(subject, CONNECTIONS, (stores) => race(expect, subject, stores));
    },
  },
  {
    title: "shows what was counted to another connection at once",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      await across(subject, 2, async ([one, other]) => {
        if (one !== undefined) await countOne(one, ONCE, at);
        if (other !== undefined) expect(await usedIn(other, ONCE, at)).toBe(1);
      });
    },
  },
  {
    title: "throws StoreUnavailable once it is closed, for windows",
    async holds(subject, expect) {
      await subject.store.close();
      await refusesAll(expect, subject);
    },
  },
  {
    title: "throws StoreUnavailable when its backend does not answer, for windows",
    async holds(subject, expect) {
      await countOne(subject.store, ONCE, bucketNow(subject));
      await needed(subject.break, "way to break the backend")();
      await refusesAll(expect, subject);
    },
  },
];

/** Many counts from every connection, within a moment of each other. */
async function race(expect: Expect, subject: WindowsSubject, stores: readonly WindowsStore[]): Promise<void> {
  const at = clockOf(subject).now();
  const count = { ...ONCE, limit: LIMIT };
  const counting = Array.from({ length: COUNTS }, (_, turn) =>
    stores.map((store) => countOne(store, count, at + turn)),
  );
  const answers = await Promise.all(counting.flat());
  const counted = answers.filter((answer) => answer.counted);
  expect(counted.length).toBe(LIMIT);
  // Each of them made the next sum.
  const sums = counted.map((answer) => answer.sums.used).sort((a, b) => a - b);
  expect(sums).toEqual(Array.from({ length: LIMIT }, (_, index) => index + 1));
  for (const store of stores) expect(await usedIn(store, count, at)).toBe(LIMIT);
}

async function refusesAll(expect: Expect, subject: WindowsSubject): Promise<void> {
  const at = bucketNow(subject);
  for (const counts of [[ONCE], [READ], [ONCE, { ...ONCE, key: "new" }]])
    expect(await failureOf(() => subject.store.windows.count(counts, at))).toBe("StoreUnavailable");
}
