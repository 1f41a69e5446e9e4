/** The store in one SQLite file, for any number of processes on one machine. The embedded default. */
import type { Clock } from "../../domain/ports.ts";
import type { Store } from "../../domain/storage/store.ts";
import { CLAIMS_SCHEMA, claimsIn } from "./sqlite/claims.ts";
import { openFile } from "./sqlite/database.ts";
import { LEDGERS_SCHEMA, ledgersIn } from "./sqlite/ledgers.ts";
import { createPrune, startPruning } from "./sqlite/prune.ts";
import { RATE_WINDOWS_SCHEMA, rateWindowsIn } from "./sqlite/rate-windows.ts";

export interface SqliteOptions {
  /** A file, created with its folder when missing, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
}

/** Throws StoreUnavailable when the file cannot be opened. `prune` deletes some expired rows and returns their number. */
export function openSqlite({ path, clock }: SqliteOptions): Store & { prune(): number } {
  const file = openFile(path, LEDGERS_SCHEMA + RATE_WINDOWS_SCHEMA + CLAIMS_SCHEMA);
  const prune = createPrune(file, clock);
  const stopPruning = startPruning(prune);
  return {
    ...ledgersIn(file),
    windows: rateWindowsIn(file),
    once: claimsIn(file, clock),
    prune,
    async close() {
      stopPruning();
      file.close();
    },
  };
}
