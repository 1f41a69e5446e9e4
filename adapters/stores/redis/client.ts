/** One client for each of the three ways to run Redis, with the same habits: never queue, never send twice. */
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Cluster, Command as ClientCommand, Pipeline, Redis } from "ioredis";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Answers, Command } from "./pipelining.ts";
import type { RedisOptions } from "./options.ts";

export type Client = Redis | Cluster;

const LONGEST_BACKOFF_MS = 1_000;
const SLOTS_REFRESH_MS = 5_000;

/** Starts to connect, in the background, and goes on for ever. */
export function connect(options: RedisOptions): Client {
  const [first] = options.nodes;
  const tls = tlsOf(options);
  const common = {
    ...(options.user !== null && { username: options.user }),
    ...(options.password !== null && { password: options.password }),
    ...(tls !== null && { tls }),
    connectTimeout: options.connectTimeoutMs,
    disconnectTimeout: options.connectTimeoutMs,
    // A connection that owes an answer for so long is given up, also one that is just being opened.
    socketTimeout: options.commandTimeoutMs,
    connectionName: "ramz",
    disableClientInfo: true,
    // Nobody knows whether a save went through whose answer was lost. It must not be sent again behind the caller's back.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // This server became a replica: look for the primary. The command itself fails, it is not sent again.
    reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  };
  const alone = {
    ...common,
    db: options.database,
    enableOfflineQueue: false,
    retryStrategy: backoffMs,
  };
  switch (options.topology) {
    case "single":
      return inItsDatabase(new Redis({ ...alone, ...first }));
    case "sentinel":
      return inItsDatabase(new Redis({ ...alone, ...sentinelsOf(options, tls) }));
    case "cluster":
      return clusterOf(options, common);
  }
}

/** When its SELECT is refused the client would go on in database 0, among other people's keys. It must not get ready. */
function inItsDatabase(client: Redis): Redis {
  client.on("error", (error: Error & { readonly command?: { readonly name: string } }) => {
    if (error.command?.name === "select") client.disconnect(true);
  });
  return client;
}

/** Sends commands in one packet, in a Cluster to the node that has their keys. */
export async function exchange(client: Client, commands: readonly Command[]): Promise<Answers> {
  const pipeline = new Pipeline(client);
  for (const [name, ...args] of commands) {
    const command = new ClientCommand(name, args, { replyEncoding: "utf8" });
    // On Bun the client cannot see that nobody listens to its tracing. A command that counts as traced costs a fifth less, measured.
    command.isTraced = true;
    pipeline.sendCommand(command);
  }
  return (await pipeline.exec()) ?? [];
}

function sentinelsOf(options: RedisOptions, tls: ConnectionOptions | null) {
  return {
    sentinels: [...options.nodes],
    name: options.group ?? "",
    // Never a replica: it may not have seen the newest save yet.
    role: "master" as const,
    // Leaves an old primary as soon as the Sentinels name another one, even if it still answers.
    failoverDetector: true,
    sentinelCommandTimeout: options.commandTimeoutMs,
    sentinelRetryStrategy: backoffMs,
    ...(options.sentinelPassword !== null && { sentinelPassword: options.sentinelPassword }),
    ...(tls !== null && { enableTLSForSentinelMode: true, sentinelTLS: tls }),
  };
}

function clusterOf({ nodes, connectTimeoutMs }: RedisOptions, redisOptions: object): Client {
  return new Cluster([...nodes], {
    redisOptions,
    // Never a replica: it may not have seen the newest save yet.
    scaleReads: "master",
    clusterRetryStrategy: backoffMs,
    slotsRefreshTimeout: connectTimeoutMs,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    // A command that was not executed, as MOVED says, follows its slot; one with an unknown outcome is not sent again.
    maxRedirections: 4,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // Certificates are made out to names; the address behind one is the socket's business.
    dnsLookup: (host, done) => done(null, host),
  });
}

/** 50 ms, doubled each time, at most a second. A little chance keeps many processes from coming back in step. */
function backoffMs(attempt: number): number {
  const longest = Math.min(50 * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
  return randomInt(longest / 2, longest + 1);
}

function tlsOf({ tls }: RedisOptions): ConnectionOptions | null {
  if (tls === null) return null;
  if (tls.caFile === null) return {};
  try {
    return { ca: readFileSync(tls.caFile) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailable(`RAMZ_STORE: the certificates "${tls.caFile}" cannot be read: ${cause}`);
  }
}
