/** Each planted fault breaks a sentence of the contract of windows, and a correct store breaks none. */
import { expect, test } from "bun:test";
import type { Count, RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import { failuresOf } from "./failures.ts";
import { type Fault, planted } from "./planted.ts";
import { windowsContract } from "./windows.ts";
import { windowsRule } from "./windows-rule.ts";

const failures = (fault: Fault) =>
  failuresOf((collect) => {
    const contract = { test: collect, expect, name: "windows", make: () => planted(fault) };
    windowsContract(contract);
    windowsRule(contract);
  });

test("correct windows in memory keep every sentence", async () => {
  expect(await failures(() => ({}))).toEqual([]);
});

const changing =
  (change: (count: Count) => Count): Fault =>
  ({ windows }) => ({ windows: { count: (counts, at) => windows.count(counts.map(change), at) } });

const FAULTS: Readonly<Record<string, Fault>> = {
  "read first and count later": ({ windows }) => ({
    windows: { count: (counts, at) => Promise.all(counts.map((count) => inTwoSteps(windows, count, at))) },
  }),
  "know no limit": changing((count) => ({ ...count, limit: null })),
  "fold the case of keys": changing((count) => ({ ...count, key: count.key.toLowerCase() })),
  "take all lengths for one": changing((count) => ({ ...count, windowMs: 3_600_000 })),
  "have one counter": changing((count) => ({ ...count, counter: "used" })),
  "lose what is over a billion": changing((count) => ({ ...count, amount: Math.min(count.amount, 1e9) })),
  "take nothing back": changing((count) => ({ ...count, amount: Math.max(count.amount, 0) })),
  "answer in another order": ({ windows }) => ({
    windows: { count: async (counts, at) => (await windows.count(counts, at)).toReversed() },
  }),
  "go by their own clock": ({ windows }, clock) => ({
    windows: { count: (counts) => windows.count(counts, clock.now()) },
  }),
  "throw errors of their own": ({ windows }) => ({
    windows: {
      count: (counts, at) => windows.count(counts, at).catch(() => Promise.reject(new Error("ECONNREFUSED"))),
    },
  }),
};

async function inTwoSteps(windows: RateWindows, count: Count, at: number) {
  const read = async () => (await windows.count([{ ...count, amount: 0, limit: null }], at))[0];
  const before = await read();
  const fits = count.limit === null || (before?.sums[count.counter] ?? 0) + count.amount <= count.limit;
  const [after] = await windows.count([fits ? { ...count, limit: null } : count], at);
  if (after === undefined) throw new Error("no answer");
  return after;
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`windows that ${name} are caught`, async () => {
    expect(await failures(fault)).not.toEqual([]);
  });
}
