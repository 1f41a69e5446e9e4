/** The commands that the store uses: each one answers within its time limit, or throws StoreUnavailable. */
import { createHash } from "node:crypto";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { connect, sendPipeline } from "./client.ts";
import { connectionWait, within } from "./connection-wait.ts";
import { storeErrors, wasNotSent } from "./errors.ts";
import type { RedisOptions } from "./options.ts";
import { batched, type Command, type Send, type SendOne, unbatched } from "./pipelining.ts";
import { withReplicaAcks } from "./replica-acks.ts";

export interface Script {
  readonly text: string;
  readonly sha: string;
}

export function scriptOf(text: string): Script {
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}

type Arguments = readonly (string | number)[];

/** Every method takes one round trip and throws StoreUnavailable. */
export interface Commands {
  /** The string under a key, or null. */
  get(key: string): Promise<string | null>;
  /** Resolves when as many replicas as configured have the write. */
  write(command: Command): Promise<unknown>;
  /** Runs a script that writes to one key. Resolves as `write` does. */
  run(script: Script, key: string, args: Arguments): Promise<unknown>;
  /** The same for one key or several, without waiting for replicas. */
  runUnconfirmed(script: Script, keys: readonly string[], args: Arguments): Promise<unknown>;
  /** The server's own report; in a Cluster, of some node. */
  info(): Promise<unknown>;
  close(): void;
}

/** Connects in the background. */
export function openCommands(options: RedisOptions): Commands {
  const { connectTimeoutMs, commandTimeoutMs, topology, replicas } = options;
  const client = connect(options);
  const connected = connectionWait(client, connectTimeoutMs);
  const storeError = storeErrors(options.redact);
  let closed = false;

  const sendOnce: Send = (commands) => within(sendPipeline(client, commands), commandTimeoutMs);
  const send: Send = async (commands) => {
    if (closed) throw new StoreUnavailable("the Redis store is closed");
    await connected();
    const answers = await sendOnce(commands);
    if (!wasNotSent(answers[0]?.[0])) return answers;
    await connected(true);
    return sendOnce(commands);
  };
  // In a Cluster the commands of one turn go to different servers.
  const batching = topology === "cluster" ? unbatched : batched;
  const read = batching(send);
  const write = replicas === 0 ? read : batching(withReplicaAcks(send, options));

  const fail = (error: unknown): never => {
    throw storeError(error);
  };
  return {
    // GETEX without a lifetime is a GET that only a primary answers. A replica may not have the newest save yet.
    get: (key) => read(["getex", key]).then((value) => (typeof value === "string" ? value : null), fail),
    write: (command) => write(command).catch(fail),
    run: (script, key, args) => runScript(write, script, [1, key, ...args]).catch(fail),
    runUnconfirmed: (script, keys, args) =>
      runScript(read, script, [keys.length, ...keys, ...args]).catch(fail),
    info: () => read(["info"]).catch(fail),
    close() {
      closed = true;
      client.disconnect();
    },
  };
}

/**
 * Runs a script by its hash. `rest` is the number of its keys, the keys and the arguments. The client's defineCommand is not used: it sends an unknown
 * script again outside the packet, behind the WAIT, so a save would count as confirmed by replicas that do not have it.
 */
function runScript(send: SendOne, { text, sha }: Script, rest: Arguments): Promise<unknown> {
  return send(["evalsha", sha, ...rest]).catch((error: unknown) => {
    // A server that restarted, was promoted or got SCRIPT FLUSH does not know the script, and has done nothing.
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return send(["eval", text, ...rest]);
  });
}
