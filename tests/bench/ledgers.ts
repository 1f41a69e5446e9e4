/** Memory of a ledger in Redis, over BENCH_LEDGERS of them, made by the real use cases over the real store. */
import { atOnce } from "./at-once.ts";
import { below, type Finding } from "./findings.ts";
import { composeRamz, otpOf, startedId } from "./ramz.ts";
import { nextNumber } from "./requests.ts";
import type { SharedRedis } from "./shared-redis.ts";

/** A slow machine makes fewer ledgers instead of taking longer. */
const TIME_MAX_MS = 120_000;
const LIMIT_BYTES = 600;

export async function measureLedgers(redis: SharedRedis, wanted: number): Promise<readonly Finding[]> {
  console.log(
    `\n== Memory in Redis: up to ${inWords(wanted)} ledgers, one verification that was sent in each`,
  );
  const ramz = await composeRamz(redis.url, undefined, { log: () => {} });
  const otp = otpOf(ramz);
  await redis.empty();
  const before = await redis.memory();
  const giveUpAt = Date.now() + TIME_MAX_MS;
  let made = 0;
  await atOnce(
    () => made < wanted && Date.now() < giveUpAt,
    async () => {
      made += 1;
      await startedId(otp, nextNumber());
    },
  );
  await ramz.close();
  const bytes = (await redis.memory()) - before;
  await redis.empty();
  if (made < wanted) console.log(`stopped by the clock after ${TIME_MAX_MS / 1000} s`);
  console.log(`${inWords(made)} ledgers take ${(bytes / 1e6).toFixed(0)} MB`);
  return [below(LIMIT_BYTES, `Redis: memory of a ledger, of ${inWords(made)}`, bytes / made, "bytes")];
}

const inWords = (count: number) => count.toLocaleString("en");
