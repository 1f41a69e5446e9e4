/** The interface of every way to run Redis. */
import type { Server } from "./server.ts";

/** Stopped at the end of its scope. Shared ones have no scope and end with the test process. */
export interface Setup extends AsyncDisposable {
  /** The value for RAMZ_STORE. */
  readonly url: string;
  /** Servers that hold data, the first primary first. */
  readonly servers: readonly [Server, ...Server[]];
  /** The server that takes the writes of this key, before any fail-over. */
  primaryOf(key: string): Promise<Server>;
}

/** Keeps data over a restart, as how-to/use-redis requires for a fail-over. */
export const KEEPS = { appendonly: "yes" } as const;

/** Enough for a slow machine. */
export const AGREE_WITHIN_MS = 30_000;

/** The number of replicas in sync with this primary. */
export async function replicasOf({ redis }: Server): Promise<number> {
  return ((await redis.info("replication")).match(/state=online/g) ?? []).length;
}
