/** What every AuditStore promises, as sentences; run it as the contract of stores is run (store.ts). */
import type { AuditStore } from "../../domain/storage/store.ts";
import { type Contract, needed, runContract, type Sentence } from "./runner.ts";
import { across, clockOf, failureOf, LONG_MS, type StoreSubject } from "./store-subject.ts";

export interface TrailStore {
  readonly audit: AuditStore;
  close(): Promise<void>;
}

export type AuditSubject = StoreSubject<TrailStore>;

const CONNECTIONS = 4;
const EACH = 15;

/** Runs every sentence of the contract. */
export function auditContract(contract: Contract<AuditSubject>): void {
  runContract(contract, SENTENCES);
}

const SENTENCES: readonly Sentence<AuditSubject>[] = [
  {
    title: "has no entry at first",
    async holds({ store: { audit } }, expect) {
      expect(await audit.last()).toBe(null);
      expect(await audit.read(0, 10)).toEqual([]);
    },
  },
  {
    title: "adds an entry only with the number after the newest",
    async holds({ store: { audit } }, expect) {
      expect(await audit.append(2, "early")).toBe("conflict");
      expect(await audit.append(1, "one")).toBe("appended");
      expect(await audit.append(1, "another")).toBe("conflict");
      expect(await audit.append(3, "far")).toBe("conflict");
      expect(await audit.append(2, "two")).toBe("appended");
      expect(await audit.read(0, 10)).toEqual([
        { seq: 1, text: "one" },
        { seq: 2, text: "two" },
      ]);
    },
  },
  {
    title: "reads the entries after a number in order, as many as asked for",
    async holds({ store: { audit } }, expect) {
      for (let seq = 1; seq <= 12; seq++) await audit.append(seq, `text ${seq}`);
      expect((await audit.read(0, 3)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect((await audit.read(8, 10)).map(({ seq }) => seq)).toEqual([9, 10, 11, 12]);
      expect(await audit.read(12, 10)).toEqual([]);
      expect(await audit.last()).toEqual({ seq: 12, text: "text 12" });
    },
  },
  {
    title: "keeps texts of the trail exactly as they are, equal ones too",
    async holds({ store: { audit } }, expect) {
      const texts = ["same", "same", "رمز \u2067۱۲۳\u2069 \u0000", '1 {"a":[1]}', "a\nb", "x".repeat(5_000)];
      for (const [index, text] of texts.entries()) await audit.append(index + 1, text);
      expect((await audit.read(0, 10)).map(({ text }) => text)).toEqual(texts);
    },
  },
  {
    title: "forgets no entry",
    async holds(subject, expect) {
      await subject.store.audit.append(1, "one");
      // A store that counts time by itself is not waited for.
      if (subject.clock !== undefined) await clockOf(subject).pass(1_000 * LONG_MS);
      expect(await subject.store.audit.last()).toEqual({ seq: 1, text: "one" });
    },
  },
  {
    title: "gives every number once to many who add at once, across four connections",
    async holds(subject, expect) {
      await across(subject, CONNECTIONS, async (stores) => {
        await Promise.all(stores.map(({ audit }, index) => addAll(audit, `${index}`)));
        const all = await subject.store.audit.read(0, 1_000);
        expect(all.map(({ seq }) => seq)).toEqual(
          Array.from({ length: CONNECTIONS * EACH }, (_, index) => index + 1),
        );
        expect(new Set(all.map(({ text }) => text)).size).toBe(CONNECTIONS * EACH);
      });
    },
  },
  {
    title: "throws StoreUnavailable once it is closed, for the trail",
    async holds(subject, expect) {
      await subject.store.close();
      for (const failure of await failuresOf(subject)) expect(failure).toBe("StoreUnavailable");
    },
  },
  {
    title: "throws StoreUnavailable when its backend does not answer, for the trail",
    async holds(subject, expect) {
      await subject.store.audit.append(1, "one");
      await needed(subject.break, "way to break the backend")();
      for (const failure of await failuresOf(subject)) expect(failure).toBe("StoreUnavailable");
    },
  },
];

async function addAll(audit: AuditStore, by: string): Promise<void> {
  for (let done = 0; done < EACH;) {
    const next = ((await audit.last())?.seq ?? 0) + 1;
    if ((await audit.append(next, `${by}.${done}`)) === "appended") done += 1;
  }
}

function failuresOf({ store: { audit } }: AuditSubject): Promise<readonly string[]> {
  return Promise.all([
    failureOf(() => audit.append(2, "two")),
    failureOf(() => audit.read(0, 10)),
    failureOf(() => audit.last()),
  ]);
}
