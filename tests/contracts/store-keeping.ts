/** A store returns what was saved, for as long as it was to be kept. */
import { ledgerOf, wideLedger } from "./ledgers.ts";
import type { Sentence } from "./runner.ts";
import { clockOf, KEY, later, type StoreSubject } from "./store-subject.ts";

const LIFE_MS = 400;

export const KEEPING: readonly Sentence<StoreSubject>[] = [
  {
    title: "answers null for a key it never saw",
    async holds({ store }, expect) {
      expect(await store.load(KEY)).toBe(null);
    },
  },
  {
    title: "hands out what was saved first, at revision 1",
    async holds(subject, expect) {
      const { store } = subject;
      expect(await store.save(KEY, ledgerOf(1), 0, later(subject))).toBe("saved");
      expect(await store.load(KEY)).toEqual({ ledger: ledgerOf(1), revision: 1 });
    },
  },
  {
    title: "keeps keys with any characters apart",
    async holds(subject, expect) {
      const { store } = subject;
      const keys = ["a", "A", "a ", "a:b", "a/b", "a%", "a_", "ا", "__proto__", "'; --"];
      for (const [index, key] of keys.entries()) await store.save(key, ledgerOf(index), 0, later(subject));
      for (const [index, key] of keys.entries()) {
        expect(await store.load(key)).toEqual({ ledger: ledgerOf(index), revision: 1 });
      }
    },
  },
  {
    title: "hands out exactly what was saved, every script and every size a ledger has",
    async holds(subject, expect) {
      await subject.store.save(KEY, wideLedger(), 0, later(subject));
      expect(await subject.store.load(KEY)).toEqual({ ledger: wideLedger(), revision: 1 });
    },
  },
  {
    title: "does not drop a ledger before its time",
    async holds(subject, expect) {
      const { store } = subject;
      const clock = clockOf(subject);
      // Four times as long as it waits, since a busy machine may wait longer than it is told.
      await store.save(KEY, ledgerOf(1), 0, clock.now() + 2 * LIFE_MS);
      await clock.pass(LIFE_MS / 2);
      expect(await store.load(KEY)).toEqual({ ledger: ledgerOf(1), revision: 1 });
    },
  },
  {
    title: "goes by the time of the newest save",
    async holds(subject, expect) {
      const { store } = subject;
      const clock = clockOf(subject);
      // A busy machine may take long between the two saves, and the first must not be over by then.
      await store.save(KEY, ledgerOf(1), 0, clock.now() + 2 * LIFE_MS);
      expect(await store.save(KEY, ledgerOf(2), 1, later(subject))).toBe("saved");
      await clock.pass(2.5 * LIFE_MS);
      expect(await store.load(KEY)).toEqual({ ledger: ledgerOf(2), revision: 2 });
    },
  },
  {
    title: "goes on after a ledger's time, whether it kept the ledger or dropped it",
    async holds(subject, expect) {
      const { store } = subject;
      const clock = clockOf(subject);
      await store.save(KEY, ledgerOf(1), 0, clock.now() + LIFE_MS / 2);
      await clock.pass(LIFE_MS);
      const left = await store.load(KEY);
      if (left !== null) expect(left).toEqual({ ledger: ledgerOf(1), revision: 1 });
      expect(await store.save(KEY, ledgerOf(2), left?.revision ?? 0, later(subject))).toBe("saved");
    },
  },
];
