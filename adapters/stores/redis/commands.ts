/** The way to Redis that all ports share: within its time limits, or StoreUnavailable. */
import { createHash } from "node:crypto";
import { StoreUnavailable } from "../../../domain/storage/store.ts";
import { batching, type Command, oneByOne, type Send, type SendOne } from "./pipelining.ts";
import { confirmed } from "./replica-acks.ts";
import { connect, exchange } from "./client.ts";
import type { RedisOptions } from "./options.ts";
import { connection, wasNotSent, within } from "./connection-wait.ts";
import { troubleTeller } from "./errors.ts";

export interface Script {
  readonly text: string;
  readonly sha: string;
}

export function scriptOf(text: string): Script {
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}

type Arguments = readonly (string | number)[];

/** Every method throws StoreUnavailable, and takes one round trip. */
export interface Link {
  /** The string under a key, or null. */
  get(key: string): Promise<string | null>;
  /** Answers when as many replicas have it as are asked for. */
  write(command: Command): Promise<unknown>;
  /** Runs a script that writes, on one key; the same answer. */
  run(script: Script, key: string, args: Arguments): Promise<unknown>;
  /** The same without waiting for replicas. */
  runUnconfirmed(script: Script, key: string, args: Arguments): Promise<unknown>;
  /** What a server says of itself. */
  info(): Promise<unknown>;
  close(): void;
}

/** Connects in the background. */
export function openLink(options: RedisOptions): Link {
  const { connectTimeoutMs, commandTimeoutMs, topology, replicas } = options;
  const client = connect(options);
  const connected = connection(client, connectTimeoutMs);
  const trouble = troubleTeller(options.redact);
  let closed = false;

  const sendOnce: Send = (commands) => within(exchange(client, commands), commandTimeoutMs);
  const send: Send = async (commands) => {
    if (closed) throw new StoreUnavailable("the Redis store is closed");
    await connected();
    const answers = await sendOnce(commands);
    if (!wasNotSent(answers[0]?.[0])) return answers;
    await connected(true);
    return sendOnce(commands);
  };
  const together = topology === "cluster" ? oneByOne : batching;
  const read = together(send);
  const write = replicas === 0 ? read : together(confirmed(send, options));

  const fail = (error: unknown): never => {
    throw trouble(error);
  };
  return {
    // GETEX without a change of life is GET for which only a primary answers; a replica may not have seen the newest save yet.
    get: (key) => read(["getex", key]).then((value) => (typeof value === "string" ? value : null), fail),
    write: (command) => write(command).catch(fail),
    run: (script, key, args) => runBy(write, script, [key, ...args]).catch(fail),
    runUnconfirmed: (script, key, args) => runBy(read, script, [key, ...args]).catch(fail),
    info: () => read(["info"]).catch(fail),
    close() {
      closed = true;
      client.disconnect();
    },
  };
}

/** By the script's name; `rest` is its one key, then what it is told. */
function runBy(send: SendOne, { text, sha }: Script, rest: Arguments): Promise<unknown> {
  return send(["evalsha", sha, 1, ...rest]).catch((error: unknown) => {
    // A server that was restarted, promoted or told SCRIPT FLUSH does not know the script, and has done nothing.
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return send(["eval", text, 1, ...rest]);
  });
}
