/** What every NoteStore promises, as sentences; run it as the contract of stores is run (store.ts). */
import type { NoteStore } from "../../domain/storage/store.ts";
import { type Contract, needed, runContract, type Sentence } from "./runner.ts";
import { across, clockOf, failureOf, LONG_MS, type StoreSubject } from "./store-subject.ts";

export interface NotesStore {
  readonly notes: NoteStore;
  close(): Promise<void>;
}

export type NotesSubject = StoreSubject<NotesStore>;

const LIFE_MS = 400;
const CONNECTIONS = 4;
const NOTES = 40;

/** Runs every sentence of the contract. */
export function notesContract(contract: Contract<NotesSubject>): void {
  runContract(contract, SENTENCES);
}

const SENTENCES: readonly Sentence<NotesSubject>[] = [
  {
    title: "takes no note under a name that is not expected, and keeps nothing of it",
    async holds({ store: { notes } }, expect) {
      expect(await notes.add("name", "word", "text")).toBe(null);
      expect(await notes.read("name")).toBe(null);
      await notes.expect("name", "a message", LONG_MS);
      expect(await notes.read("name")).toEqual({ about: "a message", notes: {} });
    },
  },
  {
    title: "keeps the first note with a word, and shows what was there before",
    async holds({ store: { notes } }, expect) {
      await notes.expect("name", "a message", LONG_MS);
      expect(await notes.add("name", "good", "1")).toEqual({ about: "a message", notes: {} });
      expect(await notes.add("name", "good", "2")).toEqual({
        about: "a message",
        notes: { good: "1" },
      });
      expect(await notes.add("name", "go", "3")).toEqual({
        about: "a message",
        notes: { good: "1" },
      });
      expect(await notes.read("name")).toEqual({ about: "a message", notes: { good: "1", go: "3" } });
    },
  },
  {
    title: "keeps names apart, and texts exactly as they are",
    async holds({ store: { notes } }, expect) {
      const texts = [
        "",
        "a\nb c",
        'a\nword "b"',
        "رمز \u2067۱۲۳\u2069 \u0000",
        '{"a":[1]}',
        "x".repeat(5_000),
      ];
      for (const [index, text] of texts.entries()) {
        await notes.expect(`N${index}`, text, LONG_MS);
        await notes.expect(`n${index}`, "another", LONG_MS);
        await notes.add(`N${index}`, "word", text);
      }
      for (const [index, text] of texts.entries())
        expect(await notes.read(`N${index}`)).toEqual({ about: text, notes: { word: text } });
      expect(await notes.read("n0")).toEqual({ about: "another", notes: {} });
    },
  },
  {
    title: "forgets a message at the end of its life, with its notes",
    async holds(subject, expect) {
      const { notes } = subject.store;
      const clock = clockOf(subject);
      await notes.expect("short", "a message", LIFE_MS);
      await notes.expect("long", "a message", LONG_MS);
      await notes.add("short", "word", "text");
      await notes.add("long", "word", "text");
      await clock.pass(LIFE_MS * 2);
      expect(await notes.read("short")).toBe(null);
      expect(await notes.add("short", "word", "late")).toBe(null);
      expect(await notes.read("long")).toEqual({ about: "a message", notes: { word: "text" } });
    },
  },
  {
    title: "begins anew where a message is expected again",
    async holds({ store: { notes } }, expect) {
      await notes.expect("name", "a message", LONG_MS);
      await notes.add("name", "word", "text");
      await notes.expect("name", "another", LONG_MS);
      expect(await notes.read("name")).toEqual({ about: "another", notes: {} });
    },
  },
  {
    title: "replaces nothing that may not be replaced, and all else",
    async holds(subject, expect) {
      const { notes } = subject.store;
      const clock = clockOf(subject);
      await notes.expect("name", "first", LONG_MS, ["other"]);
      await notes.add("name", "word", "text");
      await notes.expect("name", "second", LONG_MS, ["other", "first"]);
      expect(await notes.read("name")).toEqual({ about: "first", notes: { word: "text" } });
      await notes.expect("name", "third", LONG_MS, ["", "firs", "first "]);
      expect(await notes.read("name")).toEqual({ about: "third", notes: {} });
      // What may not be replaced keeps its life, and is in the way no longer than that.
      await notes.expect("short", "", LIFE_MS);
      await notes.expect("short", "late", LONG_MS, [""]);
      expect(await notes.read("short")).toEqual({ about: "", notes: {} });
      await clock.pass(LIFE_MS * 2);
      await notes.expect("short", "late", LONG_MS, [""]);
      expect(await notes.read("short")).toEqual({ about: "late", notes: {} });
    },
  },
  {
    title: "never replaces what may not be replaced, also when it comes at once across four connections",
    async holds(subject, expect) {
      await across(subject, CONNECTIONS, async (stores) => {
        await Promise.all(
          Array.from({ length: NOTES }, async (_, index) => {
            const [one, two] = [stores[index % stores.length], stores[(index + 1) % stores.length]];
            await Promise.all([
              one?.notes.expect(`name${index}`, "replaceable", LONG_MS, ["kept"]),
              two?.notes.expect(`name${index}`, "kept", LONG_MS),
            ]);
          }),
        );
        const all = await Promise.all(
          Array.from({ length: NOTES }, (_, index) => subject.store.notes.read(`name${index}`)),
        );
        expect(new Set(all.map((noted) => noted?.about))).toEqual(new Set(["kept"]));
      });
    },
  },
  {
    title: "shows one of many notes at once that it was the first, across four connections",
    async holds(subject, expect) {
      await subject.store.notes.expect("name", "a message", LONG_MS);
      await across(subject, CONNECTIONS, async (stores) => {
        const all = Array.from({ length: NOTES }, (_, index) => stores[index % stores.length]);
        const before = await Promise.all(
          all.map(async (store, index) => store?.notes.add("name", "word", `${index}`)),
        );
        const first = before.flatMap((noted, index) =>
          noted && Object.keys(noted.notes).length === 0 ? [`${index}`] : [],
        );
        expect(first.length).toBe(1);
        expect((await subject.store.notes.read("name"))?.notes).toEqual({ word: first[0] });
      });
    },
  },
  {
    title: "throws StoreUnavailable once it is closed, for notes",
    async holds(subject, expect) {
      await subject.store.close();
      for (const failure of await failuresOf(subject)) expect(failure).toBe("StoreUnavailable");
    },
  },
  {
    title: "throws StoreUnavailable when its backend does not answer, for notes",
    async holds(subject, expect) {
      await subject.store.notes.expect("name", "a message", LONG_MS);
      await needed(subject.break, "way to break the backend")();
      for (const failure of await failuresOf(subject)) expect(failure).toBe("StoreUnavailable");
    },
  },
];

function failuresOf({ store: { notes } }: NotesSubject): Promise<readonly string[]> {
  return Promise.all([
    failureOf(() => notes.expect("name", "a message", LONG_MS)),
    failureOf(() => notes.expect("name", "a message", LONG_MS, ["another"])),
    failureOf(() => notes.add("name", "word", "text")),
    failureOf(() => notes.read("name")),
  ]);
}
