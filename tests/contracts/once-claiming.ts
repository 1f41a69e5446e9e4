/** The first to claim a name has it, until it expires or is given back. */
import type { Sentence } from "./runner.ts";
import { clockOf, LONG_MS } from "./store-subject.ts";
import type { OnceSubject } from "./once-subject.ts";

const LIFE_MS = 400;
const CLAIMED = { kind: "claimed" };
const taken = (held: string) => ({ kind: "taken", held });

export const CLAIMING: readonly Sentence<OnceSubject>[] = [
  {
    title: "gives a name to the first who claims it, and shows the others what it put there",
    async holds(subject, expect) {
      const { once } = subject.store;
      expect(await once.claim("name", "first", LONG_MS)).toEqual(CLAIMED);
      expect(await once.claim("name", "second", LONG_MS)).toEqual(taken("first"));
      expect(await once.claim("name", "first", LONG_MS)).toEqual(taken("first"));
    },
  },
  {
    title: "keeps names with any characters apart",
    async holds(subject, expect) {
      const { once } = subject.store;
      const names = ["a", "A", "a ", "a:b", "a/b", "a%", "a_", "ا", "__proto__", "'; --", "{a}", ""];
      for (const name of names) expect(await once.claim(name, `of ${name}`, LONG_MS)).toEqual(CLAIMED);
      for (const name of names) expect(await once.claim(name, "mine", LONG_MS)).toEqual(taken(`of ${name}`));
    },
  },
  {
    title: "shows exactly what was put there, every script and size",
    async holds(subject, expect) {
      const { once } = subject.store;
      const values = [
        "",
        "رمز یک‌بارمصرف",
        "\u2067۱۲۳\u2069 \u0000 \n",
        "👩‍👩‍👧 é ß",
        "x".repeat(20_000),
        '{"a":[1]}',
      ];
      for (const [index, value] of values.entries()) await once.claim(`${index}`, value, LONG_MS);
      for (const [index, value] of values.entries())
        expect(await once.claim(`${index}`, "mine", LONG_MS)).toEqual(taken(value));
    },
  },
  {
    title: "does not give a name free before its time",
    async holds(subject, expect) {
      const { once } = subject.store;
      const clock = clockOf(subject);
      // Four times as long as it waits, since a busy machine may wait longer than it is told.
      await once.claim("name", "first", 2 * LIFE_MS);
      await clock.pass(LIFE_MS / 2);
      expect(await once.claim("name", "second", LONG_MS)).toEqual(taken("first"));
    },
  },
  {
    title: "gives a name free when its time has passed",
    async holds(subject, expect) {
      const { once } = subject.store;
      const clock = clockOf(subject);
      await once.claim("name", "first", LIFE_MS / 2);
      await clock.pass(LIFE_MS);
      expect(await once.claim("name", "second", LONG_MS)).toEqual(CLAIMED);
      expect(await once.claim("name", "third", LONG_MS)).toEqual(taken("second"));
    },
  },
  {
    title: "shows what a claim was replaced with, for as long as that was to last",
    async holds(subject, expect) {
      const { once } = subject.store;
      const clock = clockOf(subject);
      await once.claim("name", "first", LIFE_MS / 2);
      await once.replace("name", "answer", LONG_MS);
      await clock.pass(LIFE_MS);
      expect(await once.claim("name", "second", LONG_MS)).toEqual(taken("answer"));
      await once.replace("name", "last", LIFE_MS / 2);
      await clock.pass(LIFE_MS);
      expect(await once.claim("name", "second", LONG_MS)).toEqual(CLAIMED);
    },
  },
  {
    title: "gives a name free that is released, and no other",
    async holds(subject, expect) {
      const { once } = subject.store;
      for (const name of ["one", "other"]) await once.claim(name, "first", LONG_MS);
      await once.release("one", "first");
      await once.release("never claimed", "first");
      expect(await once.claim("one", "second", LONG_MS)).toEqual(CLAIMED);
      expect(await once.claim("other", "second", LONG_MS)).toEqual(taken("first"));
    },
  },
  {
    title: "does not give a name free that holds something else by now",
    async holds(subject, expect) {
      const { once } = subject.store;
      await once.claim("name", "first", LONG_MS);
      await once.replace("name", "answer", LONG_MS);
      await once.release("name", "first");
      expect(await once.claim("name", "second", LONG_MS)).toEqual(taken("answer"));
    },
  },
];
