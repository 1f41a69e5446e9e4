/**
 * All settings: names in the file, variables in the environment, defaults, bounds and meaning. The reader, `ramz config` and the reference
 * page are made from this schema.
 */
import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { GuardSchema } from "./tables/guard.ts";
import { LimitsSchema } from "./tables/limits.ts";
import { closed, notes, type SettingNotes } from "./setting.ts";
import { AdminSchema } from "./tables/admin.ts";
import { AppsSchema } from "./tables/apps.ts";
import { ChainsSchema } from "./tables/chains.ts";
import { CompatSchema } from "./tables/compat.ts";
import { DeliverySchema } from "./tables/delivery.ts";
import { ExemptionsSchema } from "./tables/exempt.ts";
import { PolicySchema } from "./tables/policy.ts";
import { HttpSchema } from "./tables/http.ts";
import { NumbersAtRestSchema, ProofSchema } from "./tables/privacy.ts";
import { ProviderTables } from "./tables/providers.ts";
import { ReceiptsSchema } from "./tables/receipts.ts";
import { RecipientsSchema } from "./tables/recipients.ts";
import { RedisSchema } from "./tables/redis.ts";
import { RoutingSchema } from "./tables/routing.ts";
import { TestNumbersSchema } from "./tables/test-numbers.ts";
import { WhySchema } from "./tables/why.ts";

export const ConfigSchema = Type.Object(
  {
    host: Type.Optional(
      Type.String({
        // Digits, letters and the signs of IPv4, IPv6 with its zone, and names.
        pattern: "^[\\w.:%-]+$",
        write: "an IP address or a host name without quotes, spaces, port or scheme, e.g. 127.0.0.1",
        ...notes(
          "HOST",
          "Listen address. 0.0.0.0 unless set; 127.0.0.1 in console mode and while neither an app nor RAMZ_AUTH is configured.",
        ),
      }),
    ),
    port: Type.Integer({
      minimum: 0,
      maximum: 65_535,
      default: 8000,
      ...notes("PORT", "Listen port. 0 takes a free one."),
    }),
    secret: Type.Optional(
      Type.String({
        minLength: 1,
        ...notes(
          "RAMZ_SECRET",
          "The service secret, 32 characters or more. To rotate it, write the new one before the old one: new,old.",
        ),
        secret: true,
      }),
    ),
    store: Type.String({
      default: "sqlite:./data/ramz.db",
      ...notes(
        "RAMZ_STORE",
        "The store: sqlite:./path.db, sqlite::memory:, redis://, rediss://, redis+sentinel:// or redis+cluster://.",
      ),
      containsSecret: true,
    }),
    providers: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        ...notes("RAMZ_PROVIDERS", "The chain: provider names in the order in which they are tried."),
        list: true,
      }),
    ),
    auth: Type.Optional(
      Type.Literal(
        "none",
        notes(
          "RAMZ_AUTH",
          "none: calls need no key, so every client that reaches Ramz can send and check codes.",
        ),
      ),
    ),
    trusted_proxies: Type.Array(Type.String(), {
      default: [],
      ...notes(
        "RAMZ_TRUSTED_PROXIES",
        "Networks of the proxies whose X-Forwarded-For is trusted, e.g. 10.1.0.0/16. Write only your own.",
      ),
      list: true,
    }),
    trust_client_ip: Type.Boolean({
      default: false,
      ...notes(
        "RAMZ_TRUST_CLIENT_IP",
        "Without apps: whether client_ip in a body is trusted, true or false. With apps, each key has its own client_ip.",
      ),
    }),
    http: HttpSchema,
    env_files: Type.Boolean({
      default: false,
      ...notes(
        "RAMZ_ENV_FILES",
        "Whether values from .env files in the working directory are accepted when NODE_ENV=production, true or false.",
      ),
    }),
    numbers_at_rest: NumbersAtRestSchema,
    proof: ProofSchema,
    redis: RedisSchema,
    policy: PolicySchema,
    delivery: DeliverySchema,
    routing: RoutingSchema,
    receipts: ReceiptsSchema,
    why: WhySchema,
    compat: CompatSchema,
    admin: AdminSchema,
    recipients: RecipientsSchema,
    limits: LimitsSchema,
    guard: GuardSchema,
    exempt: ExemptionsSchema,
    test_numbers: TestNumbersSchema,
    chains: ChainsSchema,
    provider: ProviderTables,
    apps: AppsSchema,
  },
  closed,
);

/** One setting of the schema. */
export interface Setting {
  readonly path: readonly string[];
  readonly schema: TSchema;
  readonly notes: SettingNotes;
}

/** Every setting that has an environment variable, in the order of the schema. */
export function settingsOf(schema: TSchema, path: readonly string[] = []): readonly Setting[] {
  const properties: Readonly<Record<string, TSchema>> = schema["properties"] ?? {};
  return Object.entries(properties).flatMap(([name, property]) => {
    const here = [...path, name];
    const own = notesOf(property);
    return own === null ? settingsOf(property, here) : [{ path: here, schema: property, notes: own }];
  });
}

function notesOf({ env, description, secret, containsSecret, list }: TSchema): SettingNotes | null {
  if (typeof env !== "string") return null;
  return {
    env,
    description: description ?? "",
    ...(secret && { secret }),
    ...(containsSecret && { containsSecret }),
    ...(list && { list }),
  };
}

/** The settings as written, with defaults. */
export type RawConfig = Static<typeof ConfigSchema>;
