/** The store in one SQLite file, for any number of processes on one machine. The embedded default. */
import type { Clock } from "../../domain/ports.ts";
import type { Store } from "../../domain/storage/store.ts";
import { AUDIT_SCHEMA, auditIn } from "./sqlite/audit.ts";
import { CLAIMS_SCHEMA, claimsIn } from "./sqlite/claims.ts";
import { openFile } from "./sqlite/database.ts";
import { LEDGERS_SCHEMA, ledgersIn } from "./sqlite/ledgers.ts";
import { NOTES_SCHEMA, notesIn } from "./sqlite/notes.ts";
import { createPrune, startPruning } from "./sqlite/prune.ts";
import { RATE_WINDOWS_SCHEMA, rateWindowsIn } from "./sqlite/rate-windows.ts";

const PING = "ping";
const PING_LIFETIME_MS = 1_000;

export interface SqliteOptions {
  /** A file, created with its folder when missing, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
}

/** Throws StoreUnavailable when the file cannot be opened. `prune` deletes some expired rows and returns their number. */
export function openSqlite({ path, clock }: SqliteOptions): Store & { prune(): number } {
  const file = openFile(
    path,
    LEDGERS_SCHEMA + RATE_WINDOWS_SCHEMA + CLAIMS_SCHEMA + NOTES_SCHEMA + AUDIT_SCHEMA,
  );
  const prune = createPrune(file, clock);
  const stopPruning = startPruning(prune);
  const ledgers = ledgersIn(file);
  const once = claimsIn(file, clock);
  return {
    ...ledgers,
    windows: rateWindowsIn(file),
    once,
    notes: notesIn(file, clock),
    audit: auditIn(file),
    /**
     * Reads and writes. A file that is only read is useless: on a full disk, or locked by another process. Both writes are in one
     * transaction, which writes a page and leaves no row.
     */
    async ping() {
      await Promise.all([
        ledgers.load(PING),
        once.replace(PING, "", PING_LIFETIME_MS),
        once.release(PING, ""),
      ]);
    },
    prune,
    async close() {
      stopPruning();
      file.close();
    },
  };
}
