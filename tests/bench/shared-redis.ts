/** The one Redis of a run: a real server on a free port without persistence, shared by all contenders. */
import { whyNoRedis } from "../support/redis/available.ts";
import { single } from "../support/redis/setups.ts";

export interface SharedRedis {
  readonly url: string;
  /** Deletes every key; scripts stay loaded. */
  empty(): Promise<unknown>;
  /** Its memory in all, in bytes (`used_memory`). */
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
