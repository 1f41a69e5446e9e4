/** Ledgers as strings: a save is a script that compares the revision. */
import type { LedgerStore } from "../../../domain/storage/store.ts";
import COMPARE_AND_SET from "./compare-and-set.lua" with { type: "text" };
import { type Link, scriptOf } from "./commands.ts";
import { pack, unpack } from "./encoding.ts";

const SAVE = scriptOf(COMPARE_AND_SET);

export function ledgersIn(link: Link, prefix: string): Pick<LedgerStore, "load" | "save"> {
  const keyOf = (key: string) => `${prefix}:${key}`;
  return {
    async load(key) {
      const value = await link.get(keyOf(key));
      return value === null ? null : unpack(value);
    },
    async save(key, ledger, revision, expiresAt) {
      const args = [revision, pack(ledger, revision + 1), expiresAt];
      return (await link.run(SAVE, keyOf(key), args)) === 1 ? "saved" : "conflict";
    },
  };
}
