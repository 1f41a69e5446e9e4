/** Each planted fault breaks a sentence of the store contract, and a correct store breaks none. */
import { expect, test } from "bun:test";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { LedgerStore } from "../../domain/storage/store.ts";
import { failuresOf } from "./failures.ts";
import { type Fault, planted } from "./planted.ts";
import { storeContract } from "./store.ts";

const storeFailures = (fault: Fault) =>
  failuresOf((collect) =>
    storeContract({ test: collect, expect, name: "a store", make: () => planted(fault) }),
  );

test("a correct store in memory keeps every sentence", async () => {
  expect(await storeFailures(() => ({}))).toEqual([]);
});

async function overwrite(
  store: LedgerStore,
  key: string,
  ledger: Ledger,
  expiresAt: number,
): Promise<"saved"> {
  for (;;) {
    const revision = (await store.load(key))?.revision ?? 0;
    if ((await store.save(key, ledger, revision, expiresAt)) === "saved") return "saved";
  }
}

const STORE_FAULTS: Readonly<Record<string, Fault>> = {
  "overwrites at any revision": (store) => ({
    save: (key, ledger, _, expiresAt) => overwrite(store, key, ledger, expiresAt),
  }),
  "compares first and writes later": (store) => ({
    async save(key, ledger, revision, expiresAt) {
      if (((await store.load(key))?.revision ?? 0) !== revision) return "conflict";
      return overwrite(store, key, ledger, expiresAt);
    },
  }),
  "drops ledgers early": ({ save }) => ({
    save: (key, ledger, revision, expiresAt) => save(key, ledger, revision, expiresAt - 700),
  }),
  "folds the case of keys": ({ load, save }) => ({
    load: (key) => load(key.toLowerCase()),
    save: (key, ...rest) => save(key.toLowerCase(), ...rest),
  }),
  "says saved and saves nothing": () => ({ save: async () => "saved" }),
  "throws errors of its own": ({ ping }) => ({
    ping: () => ping().catch(() => Promise.reject(new Error("ECONNREFUSED"))),
  }),
};

for (const [name, fault] of Object.entries(STORE_FAULTS)) {
  test(`a store that ${name} is caught`, async () => {
    expect(await storeFailures(fault)).not.toEqual([]);
  });
}
