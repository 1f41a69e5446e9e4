/** The one Redis of a run: a real server on a free port without persistence, shared by all contenders. */
import { REDIS, whyNoProgram } from "../support/programs.ts";
import { single } from "../support/redis/setups.ts";

export interface SharedRedis {
  readonly url: string;
  /** Deletes every key; scripts stay loaded. */
  empty(): Promise<unknown>;
  /** Its memory in all, in bytes (`used_memory`). */
  memory(): Promise<number>;
  /** CPU time of its main thread so far, in microseconds. */
  cpuUs(): Promise<number>;
}

/** Starts it at the first call. */
export async function sharedRedis(): Promise<SharedRedis> {
  const missing = whyNoProgram(REDIS);
  if (missing !== null) throw new Error(missing);
  const { url, servers } = await single();
  const { redis } = servers[0];
  return {
    url,
    empty: () => redis.flushall(),
    async cpuUs() {
      const info = await redis.info("cpu");
      const secondsIn = (mode: string) =>
        Number(new RegExp(`used_cpu_${mode}_main_thread:([\\d.]+)`).exec(info)?.[1]);
      return (secondsIn("user") + secondsIn("sys")) * 1e6;
    },
    memory: async () => Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]),
  };
}
