/** What an older version left in its store, and the settings it ran with. */
import { Type, type Static } from "@sinclair/typebox";
import { join } from "node:path";
import { type Api, apiAt } from "../support/http.ts";
import type { Env } from "../support/process.ts";

/** In the names of accounts, so it is the same for who writes and who reads. The writer's vendor is there. */
export const VENDOR_URL = "http://127.0.0.1:28791";

/** Of the kept stores alone. The limits are small, so that few sends use them up. */
export const SETTINGS: Env = {
  RAMZ_SECRET: "the-secret-of-kept-stores-0123456789",
  RAMZ_STORE_PREFIX: "kept",
  RAMZ_PROVIDERS: "kavenegar/verify,kavenegar/sms",
  KAVENEGAR_API_KEY: "6b65707420666f7220616c6c2074696d65",
  KAVENEGAR_SENDER: "10008663",
  KAVENEGAR_BASE_URL: VENDOR_URL,
  RAMZ_TRUST_CLIENT_IP: "true",
  RAMZ_IP_SENDS_PER_HOUR: "6",
  RAMZ_GUARD_BLOCK_FLOOR: "4",
};

/** Of versions that have receipts, the console and routes that learn. */
export const LATER_SETTINGS: Env = {
  RAMZ_CONFIG: join(import.meta.dir, "settings.toml"),
  RAMZ_RECEIPTS: "true",
  RAMZ_ROUTING: "learn",
};

/** Of the operator in `settings.toml`. */
export const OPERATOR = { key: "ramz_yR1q5xeWIdQKSg8SKxEBS_ExdtATmSnOO9hAUEj6xLo" };

/** The console of a process, which is served under the name of its origin alone. */
export function consoleAt(url: string): Api {
  return apiAt(url, {}, (address, init) => {
    const headers = new Headers(init.headers);
    headers.set("host", "localhost");
    return fetch(address, { ...init, headers });
  });
}

/** The first has sent as often as an address may in an hour. The codes of the second did not come back. */
export const ADDRESSES = { limited: "203.0.113.7", doubted: "198.51.100.7" } as const;

/** A block of numbers from which no code came back. */
export const DOUBTED_BLOCK = "+98912114";

/** A start that was made with an `Idempotency-Key`. */
export const KEYED = {
  body: { to: "+989121160001", client_ip: "192.0.2.7" },
  headers: { "idempotency-key": "kept-start" },
} as const;

/** First sends to this operator: those that `kavenegar/verify` accepted did not come back, those of `kavenegar/sms` did. */
export const ROUTED = { operator: "IR-Irancell", sendsOfEach: 10 } as const;

const Numbered = Type.Object({ id: Type.String(), to: Type.String(), messageId: Type.String() });

export const KeptFacts = Type.Object({
  /** Milliseconds since 1970. */
  writtenAt: Type.Integer(),
  /** One wrong guess was made, the right code is not used yet. */
  pending: Type.Intersect([Numbered, Type.Object({ code: Type.String() })]),
  approved: Numbered,
  /** All guesses are used up. */
  usedUp: Numbered,
  /** Of the approval; it was redeemed. */
  proof: Type.String(),
  /** The answer to the start with a key. */
  keyed: Type.Unknown(),
  /**
   * Of versions that have receipts and the console. Then the message of `usedUp` has a receipt, and an operator rested `kavenegar/verify` for
   * an hour.
   */
  later: Type.Optional(
    Type.Object({
      /** The path at which the vendor reports. */
      receipts: Type.String(),
    }),
  ),
});
export type KeptFacts = Static<typeof KeptFacts>;

const Key = { key: Type.String(), ttlMs: Type.Integer() };

export const KeptKey = Type.Union([
  Type.Object({ ...Key, type: Type.Literal("string"), value: Type.String({ description: "base64" }) }),
  Type.Object({ ...Key, type: Type.Literal("zset"), members: Type.Array(Type.String()) }),
  Type.Object({ ...Key, type: Type.Literal("hash"), fields: Type.Record(Type.String(), Type.String()) }),
]);
export type KeptKey = Static<typeof KeptKey>;

export const KeptRedis = Type.Intersect([KeptFacts, Type.Object({ keys: Type.Array(KeptKey) })]);
