/** The doctor on the store. */
import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { emptyLedger } from "../../../domain/ledger/ledger.ts";
import { openStore } from "../../composition/open-adapters.ts";
import type { StoreConfig } from "../../config/resolve.ts";
import { messageOf } from "../fail.ts";
import { storeFile, storeName } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** Whether the store answers and accepts a write. Does not create a file: the server does that at its start, as its own user. */
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
  if (file !== null && !existsSync(file)) return [missing(file)];
  try {
    const advice = await tryOut(store);
    const warnings = advice.map(({ detail, remedy }) => row("warning", detail, remedy));
    return [row("ok", `The store "${storeName(store)}" answers and accepts writes.`), ...warnings];
  } catch (error) {
    const cause = messageOf(error);
    const remedy = file === null ? remedyOf(cause) : fileRemedyOf(cause);
    return [row("problem", `The store "${storeName(store)}" cannot be used: ${cause}.`, remedy)];
  }
}

/** The remedy for an error of a Redis, or of the connection to it. */
function remedyOf(cause: string): string {
  if (/WRONGPASS|NOAUTH|NOPERM/.test(cause))
    return "Check user and password in RAMZ_STORE; see docs/how-to/use-redis.md.";
  // The text after "last:" is the last error; an error reply of the server begins with a word in capitals.
  if (/no connection|no answer/.test(cause) && !/last: [A-Z]+ /.test(cause))
    return "Start the server, or correct its address in RAMZ_STORE.";
  return "Fix the error that the server reports; see docs/how-to/use-redis.md.";
}

/** Words in an error of SQLite or of the system, and what to do. */
const FILE_REMEDIES: readonly (readonly [words: RegExp, remedy: string])[] = [
  [
    /disk is full|ENOSPC|EDQUOT/,
    "Free space on the disk of the file, or raise the quota. Ramz works again without a restart.",
  ],
  [
    /database is locked|database table is locked/,
    "Another process holds a lock on the file, e.g. a backup or a sqlite3 shell. End its transaction.",
  ],
  [
    /disk I\/O error|EIO/,
    "The disk, or its file system, does not read or write. Read the log of the system's kernel; SQLite needs a local disk.",
  ],
  [/EROFS/, "The file system is mounted read-only. Set RAMZ_STORE to a file on one that can be written."],
  [
    /not a database|malformed|no such (table|column)/,
    "The file is damaged, or belongs to another program. Restore a backup, or set RAMZ_STORE to another file.",
  ],
];

/** The remedy for an error of a SQLite file. */
export function fileRemedyOf(cause: string): string {
  return FILE_REMEDIES.find(([words]) => words.test(cause))?.[1] ?? OWNER;
}

const OWNER =
  "Make the user of the server the owner of the file and its folder, and run the doctor as that user.";

/** The key of a ledger that belongs to no number. It expires as soon as it is written, so that pruning removes it. */
const KEY = "doctor";

/** Writes and reads once. Returns advice about the settings of the server. */
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

function missing(file: string): Row {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return row("ok", `The store "${file}" does not exist yet. The first start creates it.`);
  } catch {
    return row(
      "problem",
      `The store "${file}" cannot be created: no permission to write in "${folder}".`,
      OWNER,
    );
  }
}

function row(level: Row["level"], detail: string, remedy?: string): Row {
  return { about: "store", level, subject: "RAMZ_STORE", detail, ...(remedy !== undefined && { remedy }) };
}
