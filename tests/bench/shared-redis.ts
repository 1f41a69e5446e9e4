/** The one Redis of a run: a real server of its own on a free port, nothing written to disk, the same for everybody measured. */
import { whyNoRedis } from "../support/redis/available.ts";
import { single } from "../support/redis/setups.ts";

export interface SharedRedis {
  readonly url: string;
  /** Forgets every key; scripts stay known. */
  empty(): Promise<unknown>;
  /** What it takes in all, in bytes (`used_memory`). */
  memory(): Promise<number>;
}

/** Starts it at the first call. */
export async function sharedRedis(): Promise<SharedRedis> {
  const missing = whyNoRedis();
  if (missing !== null) throw new Error(missing);
  const { url, servers } = await single();
  const { redis } = servers[0];
  return {
    url,
    empty: () => redis.flushall(),
    memory: async () => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]),
  };
}
