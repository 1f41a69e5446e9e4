/** The way to Redis that all ports share: within its time limits, or StoreUnavailable. */
import { createHash } from "node:crypto";
import { StoreUnavailable } from "../../../domain/store.ts";
import { type Command, writer } from "./confirm.ts";
import { type Client, connect } from "./connect.ts";
import type { RedisOptions } from "./options.ts";
import { connection, wasNotSent, within } from "./patience.ts";
import { troubleTeller } from "./trouble.ts";

export interface Script {
  readonly text: string;
  readonly sha: string;
}

export function scriptOf(text: string): Script {
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}

/** Every method throws StoreUnavailable, and takes one round trip. */
export interface Link {
  read<T>(command: (client: Client) => Promise<T>): Promise<T>;
  /** Answers when as many replicas have it as are asked for. */
  write(command: Command): Promise<unknown>;
  /** Runs a script that writes, on one key. */
  run(script: Script, key: string, args: readonly (string | number | Buffer)[]): Promise<unknown>;
  close(): void;
}

/** Connects in the background. */
export function openLink(options: RedisOptions): Link {
  const { connectTimeoutMs, commandTimeoutMs } = options;
  const client = connect(options);
  const connected = connection(client, connectTimeoutMs);
  const trouble = troubleTeller([options.password, options.sentinelPassword]);
  const write = writer(client, options);
  let closed = false;

  const ask = async <T>(send: () => Promise<T>): Promise<T> => {
    if (closed) throw new StoreUnavailable("the Redis store is closed");
    try {
      await connected();
      return await within(send(), commandTimeoutMs).catch(async (error: unknown) => {
        if (!wasNotSent(error)) throw error;
        await connected(true);
        return within(send(), commandTimeoutMs);
      });
    } catch (error) {
      throw trouble(error);
    }
  };
  return {
    read: (command) => ask(() => command(client)),
    write: (command) => ask(() => write(command)),
    run: ({ text, sha }, key, args) =>
      ask(async () => {
        try {
          return await write(["evalsha", sha, 1, key, ...args]);
        } catch (error) {
          // A server that was restarted, promoted or told SCRIPT FLUSH does not know the script, and has done nothing.
          if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
          return await write(["eval", text, 1, key, ...args]);
        }
      }),
    close() {
      closed = true;
      client.disconnect();
    },
  };
}
