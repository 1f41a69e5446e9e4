/** The store in one SQLite file, shared by any number of processes on one machine. The embedded default. */
import type { Clock } from "../../domain/ports.ts";
import type { Store } from "../../domain/storage/store.ts";
import { openFile } from "./sqlite/database.ts";
import { LEDGERS, ledgersIn } from "./sqlite/ledgers.ts";
import { CLAIMS, onceIn } from "./sqlite/claims.ts";
import { keepPruned, pruner } from "./sqlite/prune.ts";
import { WINDOWS, windowsIn } from "./sqlite/rate-windows.ts";

export interface SqliteOptions {
  /** A file, made with its folder when missing, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
}

/** Throws StoreUnavailable when the file cannot be opened. `prune` deletes some of what is past and says how many rows. */
export function openSqlite({ path, clock }: SqliteOptions): Store & { prune(): number } {
  const file = openFile(path, LEDGERS + WINDOWS + CLAIMS);
  const prune = pruner(file, clock);
  const stopPruning = keepPruned(prune);
  return {
    ...ledgersIn(file),
    windows: windowsIn(file),
    once: onceIn(file, clock),
    prune,
    async close() {
      stopPruning();
      file.close();
    },
  };
}
