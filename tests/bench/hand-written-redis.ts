/**
 * The storage of the hand-written server in Redis: GET, and the same compare-and-set script as Ramz, on one connection with
 * automatic pipelining as Ramz has it. The value is plain JSON behind its revision.
 */
import { Redis } from "ioredis";
import COMPARE_AND_SET from "../../adapters/stores/redis/compare-and-set.lua" with { type: "text" };
import type { Rows } from "./subject-api.ts";

const DAY_MS = 86_400_000;

export async function openRedisRows(url: string): Promise<Rows> {
  const redis = new Redis(url, { enableAutoPipelining: true });
  const sha = String(await redis.script("LOAD", COMPARE_AND_SET));
  return {
    async read(key) {
      const value = await redis.get(key);
      if (value === null) return null;
      const space = value.indexOf(" ");
      return { revision: Number(value.slice(0, space)), text: value.slice(space + 1) };
    },
    async write(key, { revision, text }) {
      const saved = await redis.evalsha(
        sha,
        1,
        key,
        revision - 1,
        `${revision} ${text}`,
        Date.now() + DAY_MS,
      );
      if (saved !== 1) throw new Error("the row was changed by another writer");
    },
  };
}
