/** Claims hold across connections, and say so with one kind of error when they cannot answer. */
import { type Expect, needed, type Sentence } from "./runner.ts";
import { across, failureOf, LONG_MS } from "./store-subject.ts";
import type { ClaimsStore, OnceSubject } from "./once-subject.ts";

const CONNECTIONS = 4;
const CLAIMS = 50;

export const RACING: readonly Sentence<OnceSubject>[] = [
  {
    title: "gives a name to exactly one of many who claim it at once",
    async holds(subject, expect) {
      await race(expect, subject, [subject.store]);
    },
  },
  {
    title: "gives a name to exactly one across four connections",
    async holds(subject, expect) {
      await across(subject, CONNECTIONS, (stores) => race(expect, subject, stores));
    },
  },
  {
    title: "throws StoreUnavailable once it is closed, for claims",
    async holds(subject, expect) {
      await subject.store.close();
      await refusesAll(expect, subject);
    },
  },
  {
    title: "throws StoreUnavailable when its backend does not answer, for claims",
    async holds(subject, expect) {
      await subject.store.once.claim("name", "value", LONG_MS);
      await needed(subject.break, "way to break the backend")();
      await refusesAll(expect, subject);
    },
  },
];

/** All connections claim at once, also a released name; each sees the value of the winner. */
async function race(expect: Expect, subject: OnceSubject, stores: readonly ClaimsStore[]): Promise<void> {
  for (const round of [1, 2, 3]) {
    const values = Array.from({ length: CLAIMS }, (_, index) => `${round}.${index}`);
    const claiming = values.map(async (value, index) =>
      stores[index % stores.length]?.once.claim("name", value, LONG_MS),
    );
    const answers = await Promise.all(claiming);
    const winner = values[answers.findIndex((answer) => answer?.kind === "claimed")];
    expect(answers.filter((answer) => answer?.kind === "claimed").length).toBe(1);
    const held = answers.flatMap((answer) => (answer?.kind === "taken" ? [answer.held] : []));
    expect(held).toEqual(Array.from({ length: CLAIMS - 1 }, () => winner));
    await stores.at(-1)?.once.release("name", winner ?? "");
  }
}

async function refusesAll(expect: Expect, subject: OnceSubject): Promise<void> {
  const { once } = subject.store;
  const uses = [
    () => once.claim("name", "value", LONG_MS),
    () => once.claim("new", "value", LONG_MS),
    () => once.replace("name", "value", LONG_MS),
    () => once.release("name", "value"),
  ];
  for (const use of uses) expect(await failureOf(use)).toBe("StoreUnavailable");
}
