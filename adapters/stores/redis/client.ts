/** The client for one server, for Sentinels or for a Cluster. It never queues a command and never sends one twice. */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Cluster, Command as ClientCommand, Pipeline, Redis } from "ioredis";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { RedisNode, RedisOptions } from "./options.ts";
import type { Answers, Command } from "./pipelining.ts";

export type Client = Redis | Cluster;

const BACKOFF_MAX_MS = 1_000;
const SLOTS_REFRESH_MS = 5_000;

/** Starts to connect in the background, and never gives up. */
export function connect(options: RedisOptions): Client {
  const [first] = options.nodes;
  const tls = tlsOf(options);
  const common = commonOptions(options, tls);
  const standalone = {
    ...common,
    db: options.database,
    enableOfflineQueue: false,
    retryStrategy: backoffMs,
  };
  switch (options.topology) {
    case "single":
      return neverInDatabase0(new Redis({ ...standalone, ...first }));
    case "sentinel":
      return neverInDatabase0(new Redis({ ...standalone, ...sentinelsOf(options, tls) }));
    case "cluster":
      return clusterOf(options, common);
  }
}

/** A client for this node alone, which tries to connect once. For an examination, not for the store. */
export function nodeClient(node: RedisNode, options: RedisOptions): Redis {
  const client = new Redis({ ...commonOptions(options, tlsOf(options)), ...node, retryStrategy: null });
  // The error of the command says the same.
  client.on("error", () => {});
  return client;
}

function commonOptions(options: RedisOptions, tls: ConnectionOptions | null) {
  return {
    ...(options.user !== null && { username: options.user }),
    ...(options.password !== null && { password: options.password }),
    ...(tls !== null && { tls }),
    connectTimeout: options.connectTimeoutMs,
    disconnectTimeout: options.connectTimeoutMs,
    // A connection without an answer for so long is given up, also while it is being opened.
    socketTimeout: options.commandTimeoutMs,
    connectionName: "ramz",
    disableClientInfo: true,
    // When the answer to a save is lost, the save may have been made. The client must not send it again by itself.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // This server became a replica: look for the primary. The command fails and is not sent again.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  };
}

/** When SELECT is refused, the client would go on in database 0, among the keys of other applications. It must not become ready. */
function neverInDatabase0(client: Redis): Redis {
  client.on("error", (error: Error & { readonly command?: { readonly name: string } }) => {
    if (error.command?.name === "select") client.disconnect(true);
  });
  return client;
}

/** Sends the commands in one packet, in a Cluster to the node that has their keys. */
export async function sendPipeline(client: Client, commands: readonly Command[]): Promise<Answers> {
  const pipeline = new Pipeline(client);
  for (const [name, ...args] of commands) {
    const command = new ClientCommand(name, args, { replyEncoding: "utf8" });
    // On Bun the client cannot see that its tracing has no listener. A command marked as traced costs a fifth less (measured).
    command.isTraced = true;
    pipeline.sendCommand(command);
  }
  return (await pipeline.exec()) ?? [];
}

function sentinelsOf(options: RedisOptions, tls: ConnectionOptions | null) {
  return {
    sentinels: [...options.nodes],
    name: options.group ?? "",
    natMap: { ...options.addressMap },
    // Never a replica: it may not have the newest save yet.
    role: "master" as const,
    // Leaves an old primary as soon as the Sentinels name another one, even if the old one still answers.
    failoverDetector: true,
    sentinelCommandTimeout: options.commandTimeoutMs,
    sentinelRetryStrategy: backoffMs,
    ...(options.sentinelPassword !== null && { sentinelPassword: options.sentinelPassword }),
    ...(tls !== null && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
  };
}

function clusterOf({ nodes, addressMap, connectTimeoutMs }: RedisOptions, redisOptions: object): Client {
  return new Cluster([...nodes], {
    redisOptions,
    natMap: { ...addressMap },
    // Never a replica: it may not have the newest save yet.
    scaleReads: "master",
    clusterRetryStrategy: backoffMs,
    slotsRefreshTimeout: connectTimeoutMs,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    // A command that was not executed (MOVED, ASK) follows its slot. One with an unknown outcome is not sent again.
    maxRedirections: 4,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // Certificates are for host names, so names are not resolved here.
    dnsLookup: (host, done) => done(null, host),
  });
}

/** 50 ms, doubled each time, at most a second. Randomness keeps many processes from reconnecting at the same moment. */
function backoffMs(attempt: number): number {
  const longest = Math.min(50 * 2 ** (attempt - 1), BACKOFF_MAX_MS);
  return randomInt(longest / 2, longest + 1);
}

function tlsOf({ tls }: RedisOptions): ConnectionOptions | null {
  if (tls === null) return null;
  if (tls.caFile === null) return {};
  try {
    return { ca: readFileSync(tls.caFile) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailable(`RAMZ_STORE: the certificate file "${tls.caFile}" cannot be read: ${cause}`);
  }
}
