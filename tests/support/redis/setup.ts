/** What every way to run Redis gives. */
import type { Server } from "./server.ts";

/** Stopped at the end of its scope. Those that tests share are put into none: they end with the test process. */
export interface Setup extends AsyncDisposable {
  /** What goes into RAMZ_STORE. */
  readonly url: string;
  /** Servers that hold data, the first primary first. */
  readonly servers: readonly [Server, ...Server[]];
  /** The server that takes the writes of this key, as long as none has failed. */
  primaryOf(key: string): Promise<Server>;
}

/** What is to survive a fail-over keeps its data over a restart, as how-to/use-redis has it. */
export const KEEPS = { appendonly: "yes" } as const;

/** However slow the machine is. */
export const AGREE_WITHIN_MS = 30_000;

/** How many follow this primary and have all it has. */
export async function replicasOf({ redis }: Server): Promise<number> {
  return ((await redis.info("replication")).match(/state=online/g) ?? []).length;
}
