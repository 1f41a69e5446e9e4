/** A store that cannot answer throws one kind of error, which the use cases know. */
import { ledgerOf } from "./ledgers.ts";
import { type Expect, needed, type Sentence } from "./runner.ts";
import { failureOf, KEY, later, type StoreSubject } from "./store-subject.ts";

export const OUTAGE: readonly Sentence<StoreSubject>[] = [
  {
    title: "answers a ping",
    async holds({ store }, expect) {
      expect(await store.ping()).toBe(undefined);
    },
  },
  {
    title: "throws StoreUnavailable once it is closed, and can be closed twice",
    async holds(subject, expect) {
      await subject.store.close();
      await subject.store.close();
      await refusesAll(expect, subject);
    },
  },
  {
    title: "throws StoreUnavailable when its backend does not answer",
    async holds(subject, expect) {
      await subject.store.save(KEY, ledgerOf(1), 0, later(subject));
      await needed(subject.break, "way to break the backend")();
      await refusesAll(expect, subject);
    },
  },
];

async function refusesAll(expect: Expect, subject: StoreSubject): Promise<void> {
  const { store } = subject;
  const uses = [
    () => store.load(KEY),
    () => store.save("new", ledgerOf(1), 0, later(subject)),
    () => store.save(KEY, ledgerOf(2), 1, later(subject)),
    () => store.ping(),
  ];
  for (const use of uses) expect(await failureOf(use)).toBe("StoreUnavailable");
}
