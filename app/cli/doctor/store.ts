import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { emptyLedger } from "../../../domain/ledger/ledger.ts";
import { openStore } from "../../composition/open-adapters.ts";
import type { StoreConfig } from "../../config/resolve.ts";
import { messageOf } from "../fail.ts";
import { storeFile, storeName } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** Whether the store answers and takes a write. A store that is not there yet is not made: the start does that, as its own user. */
export async function examineStore(store: StoreConfig): Promise<readonly Row[]> {
  const file = storeFile(store);
  if (store.kind === "sqlite" && file === null)
    return [
      row(
        "warning",
        "The store is in memory: limits, codes and timelines are lost at every stop.",
        "Set RAMZ_STORE to a file, e.g. sqlite:./data/ramz.db",
      ),
    ];
  if (file !== null && !existsSync(file)) return [notYet(file)];
  try {
    const advice = await tryOut(store);
    const doubts = advice.map(({ detail, remedy }) => row("warning", detail, remedy));
    return [row("ok", `The store "${storeName(store)}" answers and takes writes.`), ...doubts];
  } catch (error) {
    const cause = messageOf(error);
    const remedy = file === null ? remedyOf(cause) : OWNER;
    return [row("problem", `The store "${storeName(store)}" cannot be used: ${cause}.`, remedy)];
  }
}

/** What to do about a server, by the words in which it, or the way to it, complains. */
function remedyOf(cause: string): string {
  if (/WRONGPASS|NOAUTH|NOPERM/.test(cause))
    return "Compare user and password in RAMZ_STORE with those of the server; see docs/how-to/use-redis.md.";
  // After "last:" stands what the server itself said, if it said anything.
  if (/no connection|no answer/.test(cause) && !/last: [A-Z]+ /.test(cause))
    return "Start the server, or compare RAMZ_STORE with where it is.";
  return "Mend what it says; see docs/how-to/use-redis.md.";
}

const OWNER = "Let the user that serves Ramz own the file and its folder, and run the doctor as that user.";

/** A ledger that no number can have, expired as soon as it is written, so that pruning removes it. */
const KEY = "doctor";

/** Answers with what its server should be told. */
async function tryOut(config: StoreConfig) {
  const store = await openStore(config);
  try {
    await store.ping();
    const kept = await store.load(KEY);
    await store.save(KEY, emptyLedger(KEY, "+0"), kept?.revision ?? 0, Date.now());
    return await store.advise();
  } finally {
    await store.close();
  }
}

function notYet(file: string): Row {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return row("ok", `The store "${file}" is not there yet; the first start makes it.`);
  } catch {
    return row("problem", `The store "${file}" cannot be made: no right to write in "${folder}".`, OWNER);
  }
}

function row(level: Row["level"], detail: string, remedy?: string): Row {
  return { about: "store", level, subject: "RAMZ_STORE", detail, ...(remedy !== undefined && { remedy }) };
}
