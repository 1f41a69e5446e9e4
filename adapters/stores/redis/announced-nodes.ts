/** Whether the addresses that a Cluster announces for its nodes can be reached from here. Behind NAT or in containers they often cannot. */
import { connect as connectTo } from "node:net";
import { nodeClient } from "./client.ts";
import type { RedisNode, RedisOptions } from "./options.ts";

export interface UnreachableNode {
  /** As the Cluster announces it: `172.18.0.2:6379`. */
  readonly announced: string;
  /** What was tried, and the error. */
  readonly cause: string;
}

/** The nodes that cannot be reached, by the view of the first configured node that answers; none when no node answers. */
export async function unreachableNodes(options: RedisOptions): Promise<readonly UnreachableNode[]> {
  for (const seed of options.nodes) {
    const announced = await announcedBy(seed, options);
    if (announced === null) continue;
    const tried = await Promise.all(announced.map((node) => tryNode(node, options)));
    return tried.filter((one) => one !== null);
  }
  return [];
}

/** The nodes in CLUSTER SLOTS, each once; null when this node does not answer, or is in no Cluster. */
async function announcedBy(seed: RedisNode, options: RedisOptions): Promise<readonly RedisNode[] | null> {
  const client = nodeClient(seed, options);
  try {
    const ranges: unknown = await client.cluster("SLOTS");
    const nodes = Array.isArray(ranges) ? ranges.flatMap((range: unknown) => nodesIn(range, seed)) : [];
    return [...new Map(nodes.map((node) => [nameOf(node), node])).values()];
  } catch {
    return null;
  } finally {
    client.disconnect();
  }
}

/** One range: first slot, last slot, then a list for each node. A node without an endpoint is at the address that was asked. */
function nodesIn(range: unknown, seed: RedisNode): readonly RedisNode[] {
  const [, , ...nodes]: readonly unknown[] = Array.isArray(range) ? range : [];
  return nodes.flatMap((node) => {
    const [host, port]: readonly unknown[] = Array.isArray(node) ? node : [];
    return [{ host: typeof host === "string" && host !== "" ? host : seed.host, port: Number(port) }];
  });
}

async function tryNode(
  node: RedisNode,
  { addressMap, connectTimeoutMs }: RedisOptions,
): Promise<UnreachableNode | null> {
  const announced = nameOf(node);
  const mapped = addressMap[announced];
  const cause = await connectionError(mapped ?? node, connectTimeoutMs);
  if (cause === null) return null;
  return { announced, cause: mapped === undefined ? cause : `mapped to ${nameOf(mapped)}: ${cause}` };
}

function connectionError({ host, port }: RedisNode, timeoutMs: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connectTo({ host, port, timeout: timeoutMs });
  const end = (error: string | null) => {
    socket.destroy();
    resolve(error);
  };
  socket.once("connect", () => end(null));
  socket.once("timeout", () => end(`no connection within ${timeoutMs} ms`));
  socket.once("error", (error: Error & { readonly code?: string }) => end(error.code ?? error.message));
  return promise;
}

/** As the client writes the keys of its map. */
function nameOf({ host, port }: RedisNode): string {
  return `${host}:${port}`;
}
