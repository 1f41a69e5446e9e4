/** The store in messages. */
import type { StoreConfig } from "../config/resolve.ts";

/** The file of a store that has one; null for a store in memory and for Redis. */
export function storeFile(store: StoreConfig): string | null {
  return store.kind === "sqlite" && store.path !== ":memory:" ? store.path : null;
}

/** A file's path, or a Redis as in RAMZ_STORE without user and password, with its prefix. */
export function storeName(store: StoreConfig): string {
  if (store.kind === "sqlite") return store.path;
  const { topology, tls, group, database, prefix } = store;
  const scheme = `redis${tls === null ? "" : "s"}${topology === "single" ? "" : `+${topology}`}`;
  const nodes = store.nodes.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`);
  const within = { single: `/${database}`, sentinel: `/${group}?db=${database}`, cluster: "" }[topology];
  return `${scheme}://${nodes.join(",")}${within}, prefix ${prefix}`;
}
