/** A primary, two replicas and three Sentinels. */
import { type Server, startServer, until } from "./server.ts";
import { AGREE_WITHIN_MS, KEEPS, replicasOf, type Setup } from "./setup.ts";

const QUORUM = 2;
/** A fail-over for which no Sentinel was elected is tried again after twice this. */
const TRY_AGAIN_MS = 3_000;
/** Long enough that the primary does not count as down while all start, also on a slow machine. */
const STARTING_MS = 60_000;

/** Has two replicas, so that one is left to confirm saves after a fail-over. */
export async function startSentinels(downAfterMs: number): Promise<Setup> {
  await using starting = new AsyncDisposableStack();
  const start = async (options: Parameters<typeof startServer>[0]) =>
    starting.use(await startServer(options));
  const primary = await start({ settings: KEEPS });
  const replicaof = `127.0.0.1 ${primary.port}`;
  const replicas = await Promise.all([1, 2].map(() => start({ settings: { ...KEEPS, replicaof } })));
  await until("two replicas follow", async () => (await replicasOf(primary)) === 2, AGREE_WITHIN_MS);
  const file = [
    `sentinel monitor ramz 127.0.0.1 ${primary.port} ${QUORUM}`,
    `sentinel down-after-milliseconds ramz ${STARTING_MS}`,
    `sentinel failover-timeout ramz ${TRY_AGAIN_MS}`,
  ];
  const sentinels = await Promise.all([1, 2, 3].map(() => start({ sentinel: true, file })));
  const introduced = sentinels.map((one) =>
    until("the Sentinels know each other and the replicas", () => knowsAll(one), AGREE_WITHIN_MS),
  );
  await Promise.all(introduced);
  for (const { redis } of sentinels)
    await redis.call("sentinel", "set", "ramz", "down-after-milliseconds", downAfterMs);
  const running = starting.move();
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/ramz`,
    servers: [primary, ...replicas],
    primaryOf: async () => primary,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function knowsAll({ redis }: Server): Promise<boolean> {
  const said = String(await redis.call("info", "sentinel"));
  return said.includes("status=ok") && said.includes("slaves=2") && said.includes("sentinels=3");
}
