import type { Redact } from "../../../domain/redaction.ts";

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisOptions {
  readonly topology: "single" | "sentinel" | "cluster";
  /** The one server, the Sentinels, or some nodes of the Cluster. */
  readonly nodes: readonly RedisNode[];
  /** What the Sentinels call the primary and its replicas; null without Sentinels. */
  readonly group: string | null;
  /** Of an ACL. */
  readonly user: string | null;
  readonly password: string | null;
  /** When the Sentinels themselves ask for one. */
  readonly sentinelPassword: string | null;
  /** Always 0 in a Cluster. */
  readonly database: number;
  /** Null: no TLS. Without a file of certificates, those of the system are trusted. */
  readonly tls: { readonly caFile: string | null } | null;
  /** In front of every key, before a colon. */
  readonly prefix: string;
  /** How long a lost connection may take to come back before requests are refused at once. */
  readonly connectTimeoutMs: number;
  /** How long one answer may take. */
  readonly commandTimeoutMs: number;
  /** Replicas that must have a save before it counts; 0 waits for none. */
  readonly replicas: number;
  readonly replicaTimeoutMs: number;
  /** Takes the passwords out of what the client says of an error. */
  readonly redact: Redact;
}
