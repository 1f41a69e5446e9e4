/** The four ways to run Redis, each started once per test process and shared by all tests that ask for it. */
import { certificate } from "./certificate.ts";
import { freePort, type Server, startServer, until } from "./server.ts";

export interface Setup {
  /** What goes into RAMZ_STORE. */
  readonly url: string;
  /** Servers that hold data, the first primary first. */
  readonly servers: readonly [Server, ...Server[]];
}

/** A function that starts something at the first call and gives the same ever after. */
function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= start());
}

export const single: () => Promise<Setup> = once(async () => {
  const server = await startServer();
  return { url: server.url, servers: [server] };
});

/** The least an ACL user needs, as how-to/use-redis has it. */
export const RIGHTS = "~ramz* +get +getrange +set +eval +evalsha +wait +ping +info +client|setname";
export const USER = "ramz";
export const PASSWORD = "p@ss/w:rd%";

/** TLS only, the default user switched off. */
export const tls: () => Promise<Setup> = once(async () => {
  const { ca, certFile, keyFile } = await certificate();
  const port = await freePort();
  const files = { "tls-cert-file": certFile, "tls-key-file": keyFile, "tls-ca-cert-file": certFile };
  const server = await startServer({
    port,
    settings: { port: 0, "tls-port": port, "tls-auth-clients": "no", ...files },
    file: ["user default off", `user ${USER} on >${PASSWORD} ${RIGHTS}`, "user tests on >tests ~* &* +@all"],
    client: { tls: { ca }, username: "tests", password: "tests" },
  });
  const user = `${USER}:${encodeURIComponent(PASSWORD)}`;
  const url = `rediss://${user}@127.0.0.1:${port}?ca=${encodeURIComponent(certFile)}`;
  return { url, servers: [server] };
});

/** So long nobody takes a server for dead that a test holds up for a moment. */
const PATIENT_MS = 10_000;

/** Two replicas, so that one is left to confirm saves after a fail-over. */
export async function startSentinels(downAfterMs: number): Promise<Setup> {
  const primary = await startServer();
  const replicaof = `127.0.0.1 ${primary.port}`;
  const replicas = await Promise.all([1, 2].map(() => startServer({ settings: { replicaof } })));
  await until("two replicas follow", async () => (await following(primary)) === 2, 10_000);
  const file = [
    `sentinel monitor ramz 127.0.0.1 ${primary.port} 2`,
    `sentinel down-after-milliseconds ramz ${downAfterMs}`,
    "sentinel failover-timeout ramz 5000",
  ];
  const sentinels = await Promise.all([1, 2, 3].map(() => startServer({ sentinel: true, file })));
  const first = sentinels[0];
  await until(
    "the Sentinels know each other and the replicas",
    async () => {
      const said = String(await first?.redis.call("info", "sentinel"));
      return said.includes("slaves=2") && said.includes("sentinels=3");
    },
    10_000,
  );
  const url = `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/ramz`;
  return { url, servers: [primary, ...replicas] };
}

export const sentinels: () => Promise<Setup> = once(() => startSentinels(PATIENT_MS));

async function following({ redis }: Server): Promise<number> {
  return ((await redis.info("replication")).match(/state=online/g) ?? []).length;
}

const SLOTS = 16_384;
const PRIMARIES = 3;

/** Three primaries, each with one replica. */
export async function startCluster(downAfterMs: number): Promise<Setup> {
  const settings = {
    "cluster-enabled": "yes",
    "cluster-node-timeout": downAfterMs,
    "cluster-replica-validity-factor": 0,
  };
  const [first, ...others] = await Promise.all(
    Array.from({ length: 2 * PRIMARIES }, () => startServer({ settings })),
  );
  if (first === undefined) throw new Error("no node was started");
  const nodes = [first, ...others] as const;
  for (const { redis, port } of others) {
    await first.redis.cluster("MEET", "127.0.0.1", port);
    await redis.cluster("SET-CONFIG-EPOCH", port);
  }
  const primaries = nodes.slice(0, PRIMARIES);
  for (const [index, { redis }] of primaries.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.round((part * SLOTS) / PRIMARIES));
    const count = (to ?? 0) - (from ?? 0);
    await redis.cluster("ADDSLOTS", ...Array.from({ length: count }, (_, slot) => (from ?? 0) + slot));
  }
  await Promise.all(nodes.map((node) => knowsAll(node, nodes.length)));
  for (const [index, { redis }] of nodes.slice(PRIMARIES).entries()) {
    const id = await primaries[index]?.redis.cluster("MYID");
    await redis.cluster("REPLICATE", String(id));
  }
  await Promise.all(nodes.map(({ redis }) => until("the Cluster is whole", () => isWhole(redis), 15_000)));
  for (const primary of primaries)
    await until("a replica follows", async () => (await following(primary)) === 1, 10_000);
  return { url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`, servers: nodes };
}

export const cluster: () => Promise<Setup> = once(() => startCluster(PATIENT_MS));

function knowsAll({ redis }: Server, count: number): Promise<void> {
  const known = async () => (await redis.cluster("INFO")).includes(`cluster_known_nodes:${count}`);
  return until("the nodes know each other", known, 15_000);
}

async function isWhole(redis: Server["redis"]): Promise<boolean> {
  const replicas = String(await redis.cluster("NODES")).match(/slave/g) ?? [];
  return replicas.length === PRIMARIES && (await redis.cluster("INFO")).includes("cluster_state:ok");
}
