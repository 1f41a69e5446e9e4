/** Writes that count only when replicas have them, where that is asked for. */
import { setImmediate } from "node:timers/promises";
import type { Client } from "./connect.ts";
import type { RedisOptions } from "./options.ts";

export type Command = readonly [name: string, ...args: (string | number | Buffer)[]];

type Answers = readonly (readonly [error: Error | null, answer?: unknown])[] | null;

/** Commands that are sent together. */
interface Batch {
  readonly commands: Command[];
  readonly answers: Promise<Answers>;
}

/**
 * A function that sends a write and answers as Redis does. WAIT goes along in the same packet and on the same connection: it
 * covers the writes before it, and it is still one round trip. Writes of one turn of the event loop share one WAIT, because it
 * holds up its connection; in a Cluster, where they go to different servers, each has its own.
 */
export function writer(
  client: Client,
  { topology, replicas, replicaTimeoutMs }: RedisOptions,
): (command: Command) => Promise<unknown> {
  if (replicas === 0) return ([name, ...args]) => client.call(name, ...args);
  let open: Batch | null = null;

  const batch = (): Batch => {
    const commands: Command[] = [];
    const send = () => {
      open = null;
      const all = [...commands, ["wait", replicas, replicaTimeoutMs]];
      return client.pipeline(all.map((command) => [...command])).exec();
    };
    return { commands, answers: setImmediate().then(send) };
  };
  return async (command) => {
    const { commands, answers } = topology === "cluster" ? batch() : (open ??= batch());
    const place = commands.push(command) - 1;
    const all = await answers;
    const [failure, answer] = all?.[place] ?? [];
    const [waitFailure, confirmed] = all?.at(-1) ?? [];
    if (failure ?? waitFailure) throw failure ?? waitFailure;
    const changedNothing = answer === 0 || answer === null;
    // The primary has it, but a fail-over could lose it: nobody may rely on it.
    if (!changedNothing && !(Number(confirmed) >= replicas))
      throw new Error(
        `${String(confirmed)} of ${replicas} replicas confirmed a save within ${replicaTimeoutMs} ms`,
      );
    return answer;
  };
}
