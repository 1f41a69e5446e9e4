import { test } from "bun:test";
import { startSentinels } from "../../support/redis/sentinels.ts";
import { DOWN_AFTER_MS, survives, TIME_OUT_MS } from "./redis-failover.ts";

test(
  "a primary with Sentinels, which stays down while it is replaced",
  () => survives(() => startSentinels(DOWN_AFTER_MS), null),
  TIME_OUT_MS,
);
