/** Writes that count only when replicas have them. */
import type { Send } from "./pipelining.ts";
import type { RedisOptions } from "./options.ts";

/**
 * The same way out for writes, answering as Redis does. WAIT goes along in the same packet and on the same connection: it covers
 * the writes before it, and it is still one round trip.
 */
export function confirmed(send: Send, { replicas, replicaTimeoutMs }: RedisOptions): Send {
  return async (commands) => {
    const all = await send([...commands, ["wait", replicas, replicaTimeoutMs]]);
    const [waitFailure = null, have] = all.at(-1) ?? [];
    return all.slice(0, -1).map(([failure, answer]) => {
      if (failure ?? waitFailure) return [failure ?? waitFailure];
      const changedNothing = answer === 0 || answer === null;
      if (changedNothing || Number(have) >= replicas) return [null, answer];
      // The primary has it, but a fail-over could lose it: nobody may rely on it.
      const text = `${String(have)} of ${replicas} replicas confirmed a save within ${replicaTimeoutMs} ms`;
      return [new Error(text)];
    });
  };
}
