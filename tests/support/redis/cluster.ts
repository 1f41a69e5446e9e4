/** A Cluster of three primaries, each with one replica. */
import { type Server, startServer, until } from "./server.ts";
import { AGREE_WITHIN_MS, KEEPS, replicasOf, type Setup } from "./setup.ts";

const SLOTS = 16_384;
const PRIMARIES = 3;
const NODES = 2 * PRIMARIES;
/** Long enough that no node counts as down while all start, also on a slow machine. */
const STARTING_MS = 60_000;

export async function startCluster(downAfterMs: number): Promise<Setup> {
  await using starting = new AsyncDisposableStack();
  const settings = {
    ...KEEPS,
    "cluster-enabled": "yes",
    "cluster-node-timeout": STARTING_MS,
    "cluster-replica-validity-factor": 0,
  };
  const start = async () => starting.use(await startServer({ settings }));
  const [first, ...others] = await Promise.all(Array.from({ length: NODES }, start));
  if (first === undefined) throw new Error("no node was started");
  const nodes = [first, ...others] as const;
  const primaries = nodes.slice(0, PRIMARIES);

  // A node accepts an epoch only before it knows another one, and without distinct epochs they agree late.
  for (const [index, { redis }] of nodes.entries()) await redis.cluster("SET-CONFIG-EPOCH", index + 1);
  for (const [index, { redis }] of primaries.entries()) await redis.cluster("ADDSLOTS", ...slotsOf(index));
  await introduce(first, nodes);
  for (const [index, { redis }] of nodes.slice(PRIMARIES).entries()) {
    const id = await primaries[index]?.redis.cluster("MYID");
    await redis.cluster("REPLICATE", String(id));
  }
  for (const node of nodes) await until("the Cluster is whole", () => isWhole(node), AGREE_WITHIN_MS);
  for (const one of primaries)
    await until("a replica follows", async () => (await replicasOf(one)) === 1, AGREE_WITHIN_MS);
  for (const { redis } of nodes) await redis.config("SET", "cluster-node-timeout", downAfterMs);
  const running = starting.move();
  return {
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    servers: nodes,
    async primaryOf(key) {
      const slot = await first.redis.cluster("KEYSLOT", key);
      return primaries.findLast((_, index) => firstSlotOf(index) <= slot) ?? first;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function firstSlotOf(primary: number): number {
  return Math.round((primary * SLOTS) / PRIMARIES);
}

function slotsOf(primary: number): readonly number[] {
  const first = firstSlotOf(primary);
  return Array.from({ length: firstSlotOf(primary + 1) - first }, (_, slot) => first + slot);
}

/** Waits until each node knows all ids: before that, REPLICATE fails with "unknown node". */
async function introduce(first: Server, nodes: readonly Server[]): Promise<void> {
  const ids = await Promise.all(nodes.map(({ redis }) => redis.cluster("MYID")));
  const knowsAll = async ({ redis }: Server) => {
    const known = await nodesOf(redis);
    return ids.every((id) => known.includes(id)) && !known.includes("handshake");
  };
  // On a busy machine a MEET that takes too long is dropped by both nodes.
  const meet = async () => {
    const known = await nodesOf(first.redis);
    for (const { port } of nodes)
      if (!known.includes(`:${port}@`)) await first.redis.cluster("MEET", "127.0.0.1", port);
  };
  for (const node of nodes)
    await until("the nodes know each other", async () => (await meet(), knowsAll(node)), AGREE_WITHIN_MS);
}

/** In the view of this node: others may learn later. */
async function isWhole({ redis }: Server): Promise<boolean> {
  const [nodes, info] = [await nodesOf(redis), await redis.cluster("INFO")];
  const replicas = nodes.match(/slave/g) ?? [];
  const agreed = replicas.length === PRIMARIES && !nodes.includes("fail");
  return agreed && info.includes("cluster_state:ok") && info.includes(`cluster_slots_ok:${SLOTS}`);
}

/** The nodes that this node knows, one a line. */
async function nodesOf(redis: Server["redis"]): Promise<string> {
  return String(await redis.cluster("NODES"));
}
