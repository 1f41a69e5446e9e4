/** Writes that count only when replicas have confirmed them. */
import type { RedisOptions } from "./options.ts";
import type { Send } from "./pipelining.ts";

/**
 * Adds a WAIT to each batch of writes and fails the writes that too few replicas confirm. WAIT goes in the same packet, on the same
 * connection: it covers the writes before it, and it is still one round trip.
 */
export function withReplicaAcks(send: Send, { replicas, replicaTimeoutMs }: RedisOptions): Send {
  return async (commands) => {
    const all = await send([...commands, ["wait", replicas, replicaTimeoutMs]]);
    const [waitError = null, confirmedBy] = all.at(-1) ?? [];
    return all.slice(0, -1).map(([error, answer]) => {
      if (error ?? waitError) return [error ?? waitError];
      const changedNothing = answer === 0 || answer === null;
      if (changedNothing || Number(confirmedBy) >= replicas) return [null, answer];
      // The primary has the write, but a fail-over could lose it, so it must not be relied on.
      const text = `${String(confirmedBy)} of ${replicas} replicas confirmed a save within ${replicaTimeoutMs} ms`;
      return [new Error(text)];
    });
  };
}
