/** Compare-and-set: a save goes through at the revision it was decided on, or not at all. */
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { LedgerStore } from "../../domain/storage/store.ts";
import { ledgerOf } from "./ledgers.ts";
import { type Expect, needed, type Sentence } from "./runner.ts";
import { KEY, later, type StoreSubject } from "./store-subject.ts";

export const REVISIONS: readonly Sentence<StoreSubject>[] = [
  {
    title: "grows the revision by one with every save",
    async holds(subject, expect) {
      const { store } = subject;
      for (const revision of [0, 1, 2, 3]) {
        expect(await store.save(KEY, ledgerOf(revision), revision, later(subject))).toBe("saved");
        expect(await store.load(KEY)).toEqual({ ledger: ledgerOf(revision), revision: revision + 1 });
      }
    },
  },
  conflict("says conflict to a second first save", 1, 0),
  conflict("says conflict to a save at a revision that is past", 2, 1),
  conflict("says conflict to a save at a revision that is yet to come", 1, 2),
  conflict("says conflict to a save at a revision of what was never saved", 0, 1),
  {
    title: "lets exactly one of many saves at one revision through",
    async holds(subject, expect) {
      await race(expect, subject, [subject.store]);
    },
  },
  {
    title: "lets exactly one through across two connections",
    async holds(subject, expect) {
      const another = await needed(subject.another, "second connection")();
      await race(expect, subject, [subject.store, another]);
      await another.close();
    },
  },
  {
    title: "shows a save to another connection at once",
    async holds(subject, expect) {
      const another = await needed(subject.another, "second connection")();
      await subject.store.save(KEY, ledgerOf(1), 0, later(subject));
      expect(await another.load(KEY)).toEqual({ ledger: ledgerOf(1), revision: 1 });
      await another.close();
    },
  },
];

/** Nothing may have changed after a conflict. */
function conflict(title: string, savedTimes: number, revision: number): Sentence<StoreSubject> {
  return {
    title,
    async holds(subject, expect) {
      const { store } = subject;
      for (let at = 0; at < savedTimes; at++) await store.save(KEY, ledgerOf(at), at, later(subject));
      const before = await store.load(KEY);
      expect(await store.save(KEY, ledgerOf(99), revision, later(subject))).toBe("conflict");
      expect(await store.load(KEY)).toEqual(before);
    },
  };
}

/** Rounds of parallel saves, from the first save on; the one that succeeded is stored. */
async function race(expect: Expect, subject: StoreSubject, stores: readonly LedgerStore[]): Promise<void> {
  for (let revision = 0; revision < 5; revision++) {
    const ledgers = Array.from({ length: 24 }, (_, index) => ledgerOf(revision * 100 + index));
    const save = async (ledger: Ledger, index: number) =>
      stores[index % stores.length]?.save(KEY, ledger, revision, later(subject));
    const answers = await Promise.all(ledgers.map(save));
    expect(answers.filter((answer) => answer === "saved").length).toBe(1);
    expect(answers.filter((answer) => answer === "conflict").length).toBe(ledgers.length - 1);
    const winner = ledgers[answers.indexOf("saved")];
    for (const store of stores)
      expect(await store.load(KEY)).toEqual({ ledger: winner, revision: revision + 1 });
  }
}
