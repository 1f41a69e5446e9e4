/** `[redis]`: what a URL does not say about Redis. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

export const RedisSchema = Type.Object(
  {
    prefix: Type.String({
      // Braces would put every key on one slot of a Cluster.
      pattern: "^[A-Za-z0-9._:-]{1,40}$",
      write: "1 to 40 letters, digits or . _ : -",
      default: "ramz",
      ...notes(
        "RAMZ_STORE_PREFIX",
        "In front of every key in Redis, before a colon: letters, digits, . _ : -.",
      ),
    }),
    connect_timeout_ms: Type.Integer({
      minimum: 50,
      maximum: 10_000,
      default: 1_000,
      ...notes(
        "RAMZ_REDIS_CONNECT_TIMEOUT_MS",
        "Milliseconds to connect to Redis, and to wait for a lost connection before requests are refused at once.",
      ),
    }),
    command_timeout_ms: Type.Integer({
      minimum: 50,
      maximum: 10_000,
      default: 2_000,
      ...notes("RAMZ_REDIS_COMMAND_TIMEOUT_MS", "Milliseconds for one answer of Redis."),
    }),
    wait: Type.Integer({
      minimum: 0,
      maximum: 5,
      default: 0,
      ...notes(
        "RAMZ_REDIS_WAIT",
        "Replicas that must confirm a save before it counts, so that a fail-over cannot lose it; 0 waits for none.",
      ),
    }),
    wait_timeout_ms: Type.Integer({
      minimum: 10,
      maximum: 9_000,
      default: 500,
      ...notes("RAMZ_REDIS_WAIT_TIMEOUT_MS", "Milliseconds the replicas of RAMZ_REDIS_WAIT have for that."),
    }),
    sentinel_password: Type.Optional(
      Type.String({
        minLength: 1,
        ...notes(
          "RAMZ_REDIS_SENTINEL_PASSWORD",
          "Password of the Sentinels themselves, if they ask for one.",
        ),
        secret: true,
      }),
    ),
  },
  { ...closed, default: {} },
);
