/** Why the file of a store cannot be used, and the remedy. */
import { accessSync, constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { messageOf } from "./fail.ts";

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

/** The remedy for an error of a SQLite file. SQLite does not say why it cannot open or write one; the system does. */
export function fileRemedyOf(cause: string, file: string): string {
  const words = /unable to open|readonly database/.test(cause) ? `${cause} ${obstacleAt(file)}` : cause;
  return FILE_REMEDIES.find(([pattern]) => pattern.test(words))?.[1] ?? OWNER;
}

const OWNER = "Make the user of the server the owner of the file and its folder, and run Ramz as that user.";

/** Why the file cannot be written, or created in the nearest folder that exists; null when it can. */
export function obstacleAt(file: string): string | null {
  let place = resolve(file);
  while (!existsSync(place)) place = dirname(place);
  try {
    accessSync(place, constants.W_OK);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
