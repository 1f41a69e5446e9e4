/** A Cluster of three primaries, each with one replica. */
import { type Server, startServer, until } from "./server.ts";
import { AGREE_WITHIN_MS, KEEPS, replicasOf, type Setup } from "./setup.ts";

const SLOTS = 16_384;
const PRIMARIES = 3;
const NODES = 2 * PRIMARIES;
/** While all start, however slow the machine is, nobody takes a node for dead. */
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

  // Only a node that knows no other one takes an epoch, and without epochs of their own they agree late.
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

/** Until each knows each by its name: before that, "unknown node" answers whoever is told to follow one. */
async function introduce(first: Server, nodes: readonly Server[]): Promise<void> {
  const ids = await Promise.all(nodes.map(({ redis }) => redis.cluster("MYID")));
  const knowsAll = async ({ redis }: Server) => {
    const known = await nodesOf(redis);
    return ids.every((id) => known.includes(id)) && !known.includes("handshake");
  };
  // A meeting that takes too long on a busy machine is forgotten by both.
  const meet = async () => {
    const known = await nodesOf(first.redis);
    for (const { port } of nodes)
      if (!known.includes(`:${port}@`)) await first.redis.cluster("MEET", "127.0.0.1", port);
  };
  for (const node of nodes)
    await until("the nodes know each other", async () => (await meet(), knowsAll(node)), AGREE_WITHIN_MS);
}

/** By this node's own word: others learn later. */
async function isWhole({ redis }: Server): Promise<boolean> {
  const [nodes, info] = [await nodesOf(redis), await redis.cluster("INFO")];
  const replicas = nodes.match(/slave/g) ?? [];
  const agreed = replicas.length === PRIMARIES && !nodes.includes("fail");
  return agreed && info.includes("cluster_state:ok") && info.includes(`cluster_slots_ok:${SLOTS}`);
}

/** What this node knows, a line for each. */
async function nodesOf(redis: Server["redis"]): Promise<string> {
  return String(await redis.cluster("NODES"));
}
