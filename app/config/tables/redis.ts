/** `[redis]`: settings of Redis that RAMZ_STORE does not contain. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

export const RedisSchema = Type.Object(
  {
    prefix: Type.String({
      // Braces would put all keys on one slot of a Cluster.
      pattern: "^[A-Za-z0-9._:-]{1,40}$",
      write: "1 to 40 letters, digits or . _ : -",
      default: "ramz",
      ...notes(
        "RAMZ_STORE_PREFIX",
        "Prefix of every key in Redis; a colon follows it. Letters, digits, . _ : -",
      ),
    }),
    address_map: Type.Array(Type.String(), {
      default: [],
      ...notes(
        "RAMZ_REDIS_ADDRESS_MAP",
        "Where a node is reached that a Cluster or Sentinels announce at an address which cannot be reached from here, e.g. 172.18.0.2:6379=redis-1.example:7001.",
      ),
      list: true,
    }),
    connect_timeout_ms: Type.Integer({
      minimum: 50,
      maximum: 10_000,
      default: 1_000,
      ...notes(
        "RAMZ_REDIS_CONNECT_TIMEOUT_MS",
        "Milliseconds to connect to Redis, and to wait for a lost connection before requests are refused immediately.",
      ),
    }),
    command_timeout_ms: Type.Integer({
      minimum: 50,
      maximum: 10_000,
      default: 2_000,
      ...notes("RAMZ_REDIS_COMMAND_TIMEOUT_MS", "Milliseconds to wait for one answer of Redis."),
    }),
    wait: Type.Integer({
      minimum: 0,
      maximum: 5,
      default: 0,
      ...notes(
        "RAMZ_REDIS_WAIT",
        "Number of replicas that must confirm a save before it counts, so that a fail-over cannot lose it. 0 waits for none.",
      ),
    }),
    wait_timeout_ms: Type.Integer({
      minimum: 10,
      maximum: 9_000,
      default: 500,
      ...notes("RAMZ_REDIS_WAIT_TIMEOUT_MS", "Milliseconds to wait for the replicas of RAMZ_REDIS_WAIT."),
    }),
    sentinel_password: Type.Optional(
      Type.String({
        minLength: 1,
        ...notes("RAMZ_REDIS_SENTINEL_PASSWORD", "Password of the Sentinels, if they require one."),
        secret: true,
      }),
    ),
  },
  { ...closed, default: {} },
);
