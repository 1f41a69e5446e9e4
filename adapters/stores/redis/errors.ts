/** Every error of Redis and of the connection to it becomes StoreUnavailable, with its remedy. */
import type { Redact } from "../../../domain/redaction.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";

/** Words in an error, and what they mean for the operator. The first match counts. */
const MEANINGS: readonly (readonly [words: string, meaning: string])[] = [
  ["READONLY", "It is a replica. Set RAMZ_STORE to the primary, or to Sentinels that know it."],
  [
    "MOVED",
    "It is a node of a Cluster. Write redis+cluster:// in RAMZ_STORE; in a Cluster, slots are moving.",
  ],
  ["ASK", "The Cluster is moving slots."],
  ["CROSSSLOT", "Ramz uses one key at a time; something between Ramz and Redis changes the keys."],
  ["CLUSTERDOWN", "Part of the Cluster has no primary. Wait for a replica to take over, or add one."],
  ["MASTERDOWN", "It is a replica that lost its primary."],
  ["LOADING", "It is reading its data from disk and will answer soon."],
  ["OOM", "It has no memory left. Raise maxmemory; see how-to/use-redis."],
  ["NOREPLICAS", "It has fewer replicas than min-replicas-to-write asks for. Bring them back."],
  ["MISCONF", "It cannot write its data to disk. See its log."],
  // The answer of 6.0 to SET with PXAT, alone and within a script.
  ["ERR syntax error", "It is older than 6.2, the oldest version that Ramz supports."],
  ["BUSY", "A script of another client blocks it."],
  ["DB index is out of range", "It has no such database. Choose an existing one in RAMZ_STORE."],
  ["NOAUTH", "It requires a password. Add it to RAMZ_STORE."],
  ["WRONGPASS", "User or password in RAMZ_STORE is wrong."],
  ["NOPERM", "The user in RAMZ_STORE lacks a permission; see how-to/use-redis."],
  ["WRONGTYPE", "The key belongs to another application. Choose another RAMZ_STORE_PREFIX."],
  ["Reached the max retries", "The connection was lost before the answer came."],
  ["Stream isn't writeable", "The connection is lost and is being opened again."],
  ["Connection is closed", "The connection is lost and is being opened again."],
];

/** Returns a function that makes a StoreUnavailable of any error, without secrets in its message. */
export function storeErrors(redact: Redact): (error: unknown) => StoreUnavailable {
  return (error) => {
    if (error instanceof StoreUnavailable) return error;
    const text = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, "");
    const meaning = MEANINGS.find(([words]) => text.includes(words))?.[1] ?? "";
    // Without the error as cause: the client attaches the whole command to it, password included.
    return new StoreUnavailable(`Redis does not answer as it should: ${redact(text)}. ${meaning}`.trim());
  };
}

/** Whether a command was certainly not sent: the client found its connection lost before it wrote a byte. Only then may it be sent again. */
export function wasNotSent(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Stream isn't writeable");
}
