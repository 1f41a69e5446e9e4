import type { Redact } from "../../../domain/redaction.ts";

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisOptions {
  readonly topology: "single" | "sentinel" | "cluster";
  /** The server, the Sentinels, or some nodes of the Cluster. */
  readonly nodes: readonly RedisNode[];
  /** Where a node is reached that Sentinels or Cluster announce at an address of their own, by `host:port` as announced. */
  readonly addressMap: Readonly<Record<string, RedisNode>>;
  /** The Sentinels' name for the primary and its replicas; null without Sentinels. */
  readonly group: string | null;
  /** An ACL user; null for the default user. */
  readonly user: string | null;
  readonly password: string | null;
  /** The password of the Sentinels themselves. */
  readonly sentinelPassword: string | null;
  /** Always 0 in a Cluster. */
  readonly database: number;
  /** Null without TLS. Without a file, the system's certificates are trusted. */
  readonly tls: { readonly caFile: string | null } | null;
  /** Every key begins with it and a colon. */
  readonly prefix: string;
  /** How long a lost connection may take to come back. After that, requests are refused at once. */
  readonly connectTimeoutMs: number;
  /** How long an answer may take. */
  readonly commandTimeoutMs: number;
  /** How many replicas must confirm a save; 0 waits for none. */
  readonly replicas: number;
  readonly replicaTimeoutMs: number;
  /** Takes the passwords out of the client's error messages. */
  readonly redact: Redact;
}
