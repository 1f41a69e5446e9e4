/** Each planted fault breaks a sentence of the contract of notes, and a correct store breaks none. */
import { expect, test } from "bun:test";
import type { NoteStore } from "../../domain/storage/store.ts";
import { failuresOf } from "./failures.ts";
import { notesContract } from "./notes.ts";
import { type Fault, planted } from "./planted.ts";

const failures = (fault: Fault) =>
  failuresOf((collect) =>
    notesContract({ test: collect, expect, name: "notes", make: () => planted(fault) }),
  );

test("a correct store in memory keeps every sentence", async () => {
  expect(await failures(() => ({}))).toEqual([]);
});

const instead =
  (change: (notes: NoteStore) => Partial<NoteStore>): Fault =>
  ({ notes }) => ({ notes: { ...notes, ...change(notes) } });

const FAULTS: Readonly<Record<string, Fault>> = {
  "takes notes of any name": instead((notes) => ({
    async add(name, ...rest) {
      if ((await notes.read(name)) === null) await notes.expect(name, "", 3_600_000);
      return notes.add(name, ...rest);
    },
  })),
  "shows what is there after the note": instead((notes) => ({
    async add(name, ...rest) {
      await notes.add(name, ...rest);
      return notes.read(name);
    },
  })),
  "keeps the newest note with a word": instead((notes) => ({
    async add(name, word, text) {
      const before = await notes.read(name);
      if (before === null) return null;
      await notes.expect(name, before.about, 3_600_000);
      await notes.add(name, word, text);
      for (const [old, kept] of Object.entries(before.notes)) await notes.add(name, old, kept);
      return before;
    },
  })),
  "looks first and notes later": instead((notes) => ({
    async add(name, ...rest) {
      const before = await notes.read(name);
      await notes.add(name, ...rest);
      return before;
    },
  })),
  "keeps the notes of a message that is expected again": instead((notes) => ({
    async expect(name, ...rest) {
      if ((await notes.read(name)) === null) await notes.expect(name, ...rest);
    },
  })),
  "lives on with each note": instead((notes) => ({
    async add(name, word, text) {
      const before = await notes.read(name);
      if (before !== null) await notes.expect(name, before.about, Infinity);
      await notes.add(name, word, text);
      return before;
    },
  })),
  "forgets no message": instead((notes) => ({
    expect: (name, about, _, ...unless) => notes.expect(name, about, Infinity, ...unless),
  })),
  "replaces what may not be replaced": instead((notes) => ({
    expect: (name, about, lifetimeMs) => notes.expect(name, about, lifetimeMs),
  })),
  "compares first and writes later": instead((notes) => ({
    async expect(name, about, lifetimeMs, unless = []) {
      const before = unless.length > 0 ? await notes.read(name) : null;
      if (before === null || !unless.includes(before.about)) await notes.expect(name, about, lifetimeMs);
    },
  })),
  "folds the case of names": instead((notes) => ({
    expect: (name, ...rest) => notes.expect(name.toLowerCase(), ...rest),
    add: (name, ...rest) => notes.add(name.toLowerCase(), ...rest),
    read: (name) => notes.read(name.toLowerCase()),
  })),
  "throws errors of its own": instead((notes) => ({
    add: (...all) => notes.add(...all).catch(() => Promise.reject(new Error("ECONNREFUSED"))),
  })),
};

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`a store that ${name} is caught`, async () => {
    expect(await failures(fault)).not.toEqual([]);
  });
}
