/** Ledgers as strings. A save is a script that compares the revision. */
import type { LedgerStore } from "../../../domain/storage/store.ts";
import { type Commands, scriptOf } from "./commands.ts";
import COMPARE_AND_SET_LUA from "./compare-and-set.lua" with { type: "text" };
import { decodeStored, encodeStored } from "./encoding.ts";

const COMPARE_AND_SET = scriptOf(COMPARE_AND_SET_LUA);

export function ledgersIn(commands: Commands, prefix: string): Pick<LedgerStore, "load" | "save"> {
  const keyOf = (key: string) => `${prefix}:${key}`;
  return {
    async load(key) {
      const value = await commands.get(keyOf(key));
      return value === null ? null : decodeStored(value);
    },
    async save(key, ledger, revision, expiresAt) {
      const args = [revision, encodeStored({ ledger, revision: revision + 1 }), expiresAt];
      return (await commands.run(COMPARE_AND_SET, keyOf(key), args)) === 1 ? "saved" : "conflict";
    },
  };
}
