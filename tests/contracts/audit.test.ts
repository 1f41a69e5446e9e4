/** Each planted fault breaks a sentence of the contract of the trail, and a correct store breaks none. */
import { expect, test } from "bun:test";
import type { AuditStore } from "../../domain/storage/store.ts";
import { auditContract } from "./audit.ts";
import { failuresOf } from "./failures.ts";
import { type Fault, planted } from "./planted.ts";

const failures = (fault: Fault) =>
  failuresOf((collect) =>
    auditContract({ test: collect, expect, name: "trail", make: () => planted(fault) }),
  );

test("a correct store in memory keeps every sentence", async () => {
  expect(await failures(() => ({}))).toEqual([]);
});

const instead =
  (change: (audit: AuditStore) => Partial<AuditStore>): Fault =>
  ({ audit }) => ({ audit: { ...audit, ...change(audit) } });

const FAULTS: Readonly<Record<string, Fault>> = {
  "looks first and adds later": instead((audit) => ({
    async append(seq, text) {
      const last = (await audit.last())?.seq ?? 0;
      if (last + 1 !== seq) return "conflict";
      await Promise.resolve();
      await audit.append(seq, text);
      return "appended";
    },
  })),
  "adds at the end whatever the number": instead((audit) => ({
    append: async (_, text) => audit.append(((await audit.last())?.seq ?? 0) + 1, text),
  })),
  "reads the entry itself again": instead((audit) => ({
    read: (after, limit) => audit.read(after - 1, limit),
  })),
  "reads the newest first": instead((audit) => ({
    read: async (after, limit) => (await audit.read(after, limit)).toReversed(),
  })),
  "reads them all": instead((audit) => ({ read: (after) => audit.read(after, 1_000) })),
  "keeps equal texts once": instead((audit) => ({
    async append(seq, text) {
      const all = await audit.read(0, 1_000);
      return all.some((one) => one.text === text) ? "appended" : audit.append(seq, text);
    },
  })),
  "says appended and keeps nothing": instead(() => ({ append: async () => "appended" })),
  "throws errors of its own": instead((audit) => ({
    last: () => audit.last().catch(() => Promise.reject(new Error("ECONNREFUSED"))),
  })),
};

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`a trail that ${name} is caught`, async () => {
    expect(await failures(fault)).not.toEqual([]);
  }, 10_000);
}
