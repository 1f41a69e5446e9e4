/** Whatever Redis or the way to it does wrong, as the one error the use cases know, with what to do about it. */
import type { Redact } from "../../../domain/redaction.ts";
import { StoreUnavailable } from "../../../domain/storage/store.ts";

/** Words of an error, and what they mean for whoever runs Ramz. */
const MEANINGS: readonly (readonly [words: string, meaning: string])[] = [
  ["READONLY", "It is a replica. Let RAMZ_STORE lead to the primary, or to Sentinels that know it."],
  [
    "MOVED",
    "It is a node of a Cluster. Write redis+cluster:// in RAMZ_STORE; in a Cluster, slots are moving.",
  ],
  ["ASK", "The Cluster is moving slots."],
  ["CROSSSLOT", "Ramz uses one key at a time; something between Ramz and Redis changes them."],
  ["CLUSTERDOWN", "Part of the Cluster has no primary. A replica takes over, or has to be added."],
  ["MASTERDOWN", "It is a replica that lost its primary."],
  ["LOADING", "It is reading its data from disk and answers soon."],
  ["OOM", "It has no memory left. Raise maxmemory; see how-to/use-redis."],
  ["NOREPLICAS", "Fewer replicas follow than min-replicas-to-write asks for. Bring them back."],
  ["MISCONF", "It cannot write its data to disk. Look at its log."],
  // What 6.0 says of SET with PXAT, alone and within a script.
  ["ERR syntax error", "It is older than 6.2, the oldest that Ramz works with."],
  ["BUSY", "A script of somebody else holds it up."],
  ["DB index is out of range", "It has no such database. Choose one in RAMZ_STORE that it has."],
  ["NOAUTH", "It asks for a password. Write it into RAMZ_STORE."],
  ["WRONGPASS", "User or password in RAMZ_STORE is wrong."],
  ["NOPERM", "The user in RAMZ_STORE lacks a right; see how-to/use-redis."],
  ["WRONGTYPE", "The key belongs to somebody else. Choose another RAMZ_STORE_PREFIX."],
  ["Reached the max retries", "The connection was lost before the answer came."],
  ["Stream isn't writeable", "The connection is lost and is being opened again."],
  ["Connection is closed", "The connection is lost and is being opened again."],
];

/** A function that names trouble; no message of it holds a secret. */
export function troubleTeller(redact: Redact): (error: unknown) => StoreUnavailable {
  return (error) => {
    if (error instanceof StoreUnavailable) return error;
    const text = (error instanceof Error ? error.message : String(error)).replace(/\.+$/, "");
    const meaning = MEANINGS.find(([words]) => text.includes(words))?.[1] ?? "";
    // Without the error as cause: the client hangs the whole command on it, password and all.
    return new StoreUnavailable(`Redis does not answer as it should: ${redact(text)}. ${meaning}`.trim());
  };
}
