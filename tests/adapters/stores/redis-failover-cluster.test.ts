import { test } from "bun:test";
import { startCluster } from "../../support/redis/cluster.ts";
import { DOWN_AFTER_MS, survives, TIME_OUT_MS } from "./redis-failover.ts";

/** With one replica for each master, the Cluster needs a supervisor, or no replica is left to confirm saves. */
const RESTARTED_AFTER_MS = 5_000;

test(
  "a master of a Cluster, which is restarted",
  () => survives(() => startCluster(DOWN_AFTER_MS), RESTARTED_AFTER_MS),
  TIME_OUT_MS,
);
