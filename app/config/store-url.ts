/** RAMZ_STORE in all its forms: the store, or every problem with the address. */
import type { RedisOptions } from "../../adapters/stores/redis/options.ts";
import type { RawConfig } from "./schema.ts";
import { Secret } from "./secret.ts";

export interface SqliteConfig {
  readonly kind: "sqlite";
  readonly path: string;
}

/** The options of the adapter, with passwords as secrets. */
export interface RedisConfig extends Omit<RedisOptions, "password" | "sentinelPassword" | "redact"> {
  readonly kind: "redis";
  readonly password: Secret | null;
  readonly sentinelPassword: Secret | null;
}

export type StoreConfig = SqliteConfig | RedisConfig;

type Node = RedisOptions["nodes"][number];

const FORMS =
  "Write sqlite:./data/ramz.db, redis://host:6379, rediss://user:password@host:6379 (TLS), redis+sentinel://host:26379,host:26379/name or redis+cluster://host:6379,host:6379.";

/** Groups: scheme, topology, user and password (up to the last @), hosts, path, query. */
const REDIS_URL = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:(.*)@)?([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/;

/** The address with `***` for user and password and for values of unknown options, also where the address is malformed. */
export function withoutUser(text: string): string {
  if (text.startsWith("sqlite:")) return text;
  return text
    .replace(/^([a-z+]+:\/\/|rediss?:\/?)?.*@/is, (_, scheme = "") => `${scheme}***@`)
    .replace(/([?&](?!ca=|db=)[^=&]*=)[^&]*/g, "$1***");
}

/** With problems, the returned store may be used to find further problems only. */
export function readStore(raw: RawConfig, problems: string[]): StoreConfig {
  const path = /^sqlite:(.+)$/.exec(raw.store)?.[1];
  if (path !== undefined) return { kind: "sqlite", path };
  const parts = REDIS_URL.exec(raw.store);
  if (parts !== null) return readRedis(parts, raw, problems);
  const meant = looksLikeFile(raw.store) ? `Did you mean sqlite:${raw.store}? ` : "";
  problems.push(`RAMZ_STORE: "${withoutUser(raw.store)}" is not a store that Ramz knows. ${meant}${FORMS}`);
  return { kind: "sqlite", path: "" };
}

/** Whether the text is a path without `sqlite:`. Such a text has no secret in it. */
function looksLikeFile(text: string): boolean {
  return /^[^:@]+$/.test(text) && (/^[./~]/.test(text) || /\.(db|sqlite3?)$/.test(text));
}

function readRedis(parts: RegExpExecArray, raw: RawConfig, problems: string[]): RedisConfig {
  const [, scheme, form, userInfo = "", hosts = "", path = "", query = ""] = parts;
  const shown = withoutUser(raw.store);
  const report = (what: string, remedy: string) =>
    void problems.push(`RAMZ_STORE: ${what} in "${shown}". ${remedy}`);
  const topology = form === "sentinel" || form === "cluster" ? form : "single";
  const defaultPort = topology === "sentinel" ? 26_379 : 6379;
  const nodes = hosts.split(",").map((text) => {
    const node = readNode(text, defaultPort);
    if (node === null)
      report(
        `invalid host and port "${text}"`,
        `Write host:${defaultPort}, or [::1]:${defaultPort} for IPv6.`,
      );
    return node ?? { host: "", port: defaultPort };
  });
  if (topology === "single" && nodes.length > 1)
    report("more than one server", "Write redis+sentinel:// or redis+cluster:// for several servers.");

  const options = new URLSearchParams(query);
  const known = topology === "sentinel" ? ["ca", "db"] : ["ca"];
  for (const name of options.keys())
    if (!known.includes(name)) report(`unknown option "${name}"`, `Known options: ${known.join(", ")}.`);
  const caFile = options.get("ca");
  if (caFile !== null && scheme === "redis") report("ca without TLS", "Write rediss:// instead of redis://.");
  const database = topology === "sentinel" ? (options.get("db") ?? "") : path;
  if (topology === "sentinel" && path === "")
    report("no name of the group", "Write the name after the Sentinels, e.g. …:26379/mymaster.");
  if (topology === "cluster" && path !== "")
    report(`database "${path}"`, "A Cluster has one database. Leave it out.");
  else if (!/^\d{0,4}$/.test(database)) report(`database "${database}"`, "Write its number, e.g. 0.");

  const { redis } = raw;
  if (topology === "single" && redis.address_map.length > 0)
    problems.push(
      "RAMZ_REDIS_ADDRESS_MAP: RAMZ_STORE is one server, which announces no address. Remove the map, or write redis+cluster:// or redis+sentinel://.",
    );
  if (redis.wait > 0 && redis.wait_timeout_ms >= redis.command_timeout_ms)
    problems.push(
      `RAMZ_REDIS_WAIT_TIMEOUT_MS (${redis.wait_timeout_ms}) must be less than RAMZ_REDIS_COMMAND_TIMEOUT_MS (${redis.command_timeout_ms}). Lower the first or raise the second.`,
    );
  return {
    kind: "redis",
    topology,
    nodes,
    addressMap: addressMapOf(redis.address_map, problems),
    group: topology === "sentinel" ? path : null,
    ...readUser(userInfo, report),
    sentinelPassword: redis.sentinel_password === undefined ? null : new Secret(redis.sentinel_password),
    database: Number(database),
    tls: scheme === "rediss" ? { caFile } : null,
    prefix: redis.prefix,
    connectTimeoutMs: redis.connect_timeout_ms,
    commandTimeoutMs: redis.command_timeout_ms,
    replicas: redis.wait,
    replicaTimeoutMs: redis.wait_timeout_ms,
  };
}

/** Each entry is `announced=reachable`, both with a port. The client writes the announced ones without brackets, IPv6 too. */
function addressMapOf(entries: readonly string[], problems: string[]): RedisConfig["addressMap"] {
  const pairs = entries.flatMap((entry) => {
    const [announced, reachable, ...more] = entry.split("=").map((part) => readNode(part.trim(), null));
    if (announced && reachable && more.length === 0)
      return [[`${announced.host}:${announced.port}`, reachable] as const];
    problems.push(
      `RAMZ_REDIS_ADDRESS_MAP: "${entry}" is not valid. Write the announced and the reachable address, both with a port, e.g. 172.18.0.2:6379=redis-1.example:7001.`,
    );
    return [];
  });
  return Object.fromEntries(pairs);
}

type Report = (what: string, remedy: string) => void;

/** A host, with IPv6 in brackets, and a port if there is one. */
const NODE = /^(?<host>\[[0-9a-fA-F:.]+\]|[^:[\]\s]+)(?::(?<port>\d{1,5}))?$/;

function readNode(text: string, defaultPort: number | null): Node | null {
  const { host, port } = NODE.exec(text)?.groups ?? {};
  const number = port === undefined ? defaultPort : Number(port);
  if (host === undefined || number === null || number < 1 || number > 65_535) return null;
  return { host: host.replace(/^\[|\]$/g, ""), port: number };
}

function readUser(text: string, report: Report): Pick<RedisConfig, "user" | "password"> {
  const colon = text.indexOf(":");
  const [user, password] = colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
  if (user !== "" && password === "")
    report("a user without a password", "Write user:password@, or :password@ for the default user.");
  try {
    const secret = password === "" ? null : new Secret(decodeURIComponent(password));
    return { user: user === "" ? null : decodeURIComponent(user), password: secret };
  } catch {
    report("a % in user or password that encodes nothing", "Write % as %25.");
    return { user: null, password: null };
  }
}

/** Warnings about settings that are allowed in production but rarely right. */
export function storeWarnings(store: StoreConfig): readonly string[] {
  if (store.kind !== "redis" || store.nodes.every(({ host }) => isLoopback(host))) return [];
  const warnings: string[] = [];
  if (store.tls === null)
    warnings.push(
      "RAMZ_STORE: the connection to Redis has no TLS, so its password and its data can be read and changed on the network. Write rediss://.",
    );
  if (store.password === null)
    warnings.push(
      "RAMZ_STORE: Redis is used without a password, so every client that reaches it can approve any number. Write user:password@.",
    );
  return warnings;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
