/** The doctor on the store. */
import { existsSync } from "node:fs";
import { emptyLedger } from "../../../domain/ledger/ledger.ts";
import type { UnreachableNode } from "../../../adapters/stores/redis/announced-nodes.ts";
import { openStore, unreachableNodes } from "../../composition/open-adapters.ts";
import type { StoreConfig } from "../../config/resolve.ts";
import { messageOf } from "../fail.ts";
import { fileRemedyOf, obstacleAt } from "../store-file.ts";
import { storeFile, storeName } from "../store-name.ts";
import type { Row } from "./rows.ts";

/** Whether the store answers and accepts a write. Does not create a file: the server does that at its start, as its own user. */
export async function examineStore(store: StoreConfig): Promise<readonly Row[]> {
  const file = storeFile(store);
  if (store.kind === "sqlite" && file === null)
    return [
      row(
        "warning",
        "The store is in memory: limits, codes and timelines are lost at every stop.",
        "Set RAMZ_STORE to a file, e.g. sqlite:./data/ramz.db",
      ),
    ];
  if (file !== null && !existsSync(file)) return [missing(file)];
  const announced = announcedRows(await unreachableNodes(store));
  try {
    const advice = await tryOut(store);
    const warnings = advice.map(({ detail, remedy }) => row("warning", detail, remedy));
    const ok = row("ok", `The store "${storeName(store)}" answers and accepts writes.`);
    return [ok, ...announced, ...warnings];
  } catch (error) {
    // The store's own error says less.
    if (announced.length > 0) return announced;
    const cause = messageOf(error);
    const remedy = file === null ? remedyOf(cause) : fileRemedyOf(cause, file);
    return [row("problem", `The store "${storeName(store)}" cannot be used: ${cause}.`, remedy)];
  }
}

/** Any node may be the one that has a number. */
function announcedRows(nodes: readonly UnreachableNode[]): readonly Row[] {
  if (nodes.length === 0) return [];
  const list = nodes.map(({ announced, cause }) => `${announced} (${cause})`).join(", ");
  return [
    row(
      "problem",
      `The Cluster announces addresses that cannot be reached from here: ${list}.`,
      "Open the way to them; or set cluster-announce-ip and cluster-announce-port at its nodes; or set RAMZ_REDIS_ADDRESS_MAP, e.g. 172.18.0.2:6379=redis-1.example:7001.",
    ),
  ];
}

/** The remedy for an error of a Redis, or of the connection to it. */
function remedyOf(cause: string): string {
  if (/WRONGPASS|NOAUTH|NOPERM/.test(cause))
    return "Check user and password in RAMZ_STORE; see docs/how-to/use-redis.md.";
  // The text after "last:" is the last error; an error reply of the server begins with a word in capitals.
  if (/no connection|no answer/.test(cause) && !/last: [A-Z]+ /.test(cause))
    return "Start the server, or correct its address in RAMZ_STORE.";
  return "Fix the error that the server reports; see docs/how-to/use-redis.md.";
}

/** The key of a ledger that belongs to no number. It expires as soon as it is written, so that pruning removes it. */
const KEY = "doctor";

/** Writes and reads once. Returns advice about the settings of the server. */
async function tryOut(config: StoreConfig) {
  const store = await openStore(config);
  try {
    await store.ping();
    const kept = await store.load(KEY);
    await store.save(KEY, emptyLedger(KEY, "+0"), kept?.revision ?? 0, Date.now());
    return await store.advise();
  } finally {
    await store.close();
  }
}

function missing(file: string): Row {
  const obstacle = obstacleAt(file);
  if (obstacle === null)
    return row("ok", `The store "${file}" does not exist yet. The first start creates it.`);
  return row("problem", `The store "${file}" cannot be created: ${obstacle}.`, fileRemedyOf(obstacle, file));
}

function row(level: Row["level"], detail: string, remedy?: string): Row {
  return { about: "store", level, subject: "RAMZ_STORE", detail, ...(remedy !== undefined && { remedy }) };
}
