/** Windows count what fits, remember it for their length, and say when there is room again. */
import type { Sentence } from "./runner.ts";
import {
  BUCKET_MS,
  bucketNow,
  countOne,
  HOUR_MS,
  ONCE,
  READ,
  usedIn,
  type WindowsSubject,
} from "./windows-subject.ts";

/** Three of them are still counted exactly. */
const HUGE = 2e15 + 1;
const usedOnly = (used: number) => ({ used, approved: 0 });

export const COUNTING: readonly Sentence<WindowsSubject>[] = [
  {
    title: "counts up to the limit and no further",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const { store } = subject;
      expect(await countOne(store, ONCE, at)).toEqual({ counted: true, sums: usedOnly(1), freeAt: at });
      expect(await countOne(store, ONCE, at + 1)).toEqual({
        counted: true,
        sums: usedOnly(2),
        freeAt: at + 1,
      });
      const freeAt = at + HOUR_MS + BUCKET_MS;
      expect(await countOne(store, ONCE, at + 2)).toEqual({ counted: false, sums: usedOnly(2), freeAt });
      expect(await usedIn(store, ONCE, at + 3)).toBe(2);
    },
  },
  {
    title: "has room again when it said it would, and not a moment before",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const { store } = subject;
      for (const late of [0, 3 * BUCKET_MS]) await countOne(store, ONCE, at + late);
      const { freeAt } = await countOne(store, ONCE, at + 4 * BUCKET_MS);
      expect((await countOne(store, ONCE, freeAt - 1)).counted).toBe(false);
      expect((await countOne(store, ONCE, freeAt)).counted).toBe(true);
      expect(await usedIn(store, ONCE, freeAt)).toBe(2);
    },
  },
  {
    title: "answers in the order of the counts, and keeps windows apart by key and by length",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const keys = ["a", "A", "a ", "a:b", "a/b", "a%", "a_", "ا", "__proto__", "'; --", "{a}", ""];
      const counts = keys.flatMap((key, index) =>
        [HOUR_MS, 24 * HOUR_MS].map((windowMs, day) => ({
          ...READ,
          key,
          windowMs,
          amount: 10 * index + day + 1,
        })),
      );
      for (const times of [1, 2]) {
        const answers = await subject.store.windows.count(counts, at);
        const wanted = counts.map(({ amount }) => usedOnly(times * amount));
        expect(answers.map(({ sums }) => sums)).toEqual(wanted);
      }
    },
  },
  {
    title: "has two counters, each with its own limit",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const approved = { ...ONCE, counter: "approved", limit: 1 } as const;
      expect((await countOne(subject.store, ONCE, at)).counted).toBe(true);
      expect((await countOne(subject.store, approved, at)).counted).toBe(true);
      expect((await countOne(subject.store, approved, at)).counted).toBe(false);
      expect((await countOne(subject.store, ONCE, at)).sums).toEqual({ used: 2, approved: 1 });
    },
  },
  {
    title: "only reads when the amount is zero",
    async holds(subject, expect) {
      const { store } = subject;
      const at = bucketNow(subject);
      const nothing = { counted: true, sums: usedOnly(0), freeAt: at };
      expect(await countOne(store, READ, at)).toEqual(nothing);
      expect(await countOne(store, { ...READ, limit: 0 }, at)).toEqual(nothing);
      await countOne(store, ONCE, at);
      expect((await countOne(store, { ...READ, limit: 0 }, at)).counted).toBe(false);
    },
  },
  {
    title: "takes back what was counted, and never more",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const back = { ...ONCE, amount: -2, limit: null };
      await countOne(subject.store, { ...ONCE, amount: 2 }, at);
      expect((await countOne(subject.store, ONCE, at)).counted).toBe(false);
      for (const used of [0, 0]) expect((await countOne(subject.store, back, at)).sums.used).toBe(used);
      expect((await countOne(subject.store, { ...ONCE, amount: 3 }, at)).counted).toBe(false);
      expect((await countOne(subject.store, { ...ONCE, amount: 2 }, at)).counted).toBe(true);
    },
  },
  {
    title: "counts past any limit where none is set, in quadrillions as well",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      const rial = { ...ONCE, amount: HUGE, limit: null };
      for (const times of [1, 2, 3])
        expect((await countOne(subject.store, rial, at)).sums.used).toBe(times * HUGE);
      const limited = { ...rial, amount: 1, limit: 3 * HUGE + 1 };
      for (const counted of [true, false])
        expect((await countOne(subject.store, limited, at)).counted).toBe(counted);
    },
  },
  {
    title: "counts what a clock ahead has counted, but not what one that is wrong has",
    async holds(subject, expect) {
      const at = bucketNow(subject);
      await countOne(subject.store, ONCE, at + 3 * HOUR_MS);
      await countOne(subject.store, ONCE, at + 5 * BUCKET_MS);
      expect(await usedIn(subject.store, ONCE, at)).toBe(1);
      await countOne(subject.store, ONCE, at);
      const refused = await countOne(subject.store, ONCE, at);
      expect(refused).toEqual({ counted: false, sums: usedOnly(2), freeAt: at + HOUR_MS + BUCKET_MS });
    },
  },
];
