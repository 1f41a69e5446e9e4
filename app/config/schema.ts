/**
 * The settings, once: names in the file, variables in the environment, defaults, bounds, meaning. Reading, the redacted dump
 * and the reference page all come from here.
 */
import { type Static, type TInteger, type TSchema, Type } from "@sinclair/typebox";
import { GuardSchema, LimitsSchema } from "./limits.ts";
import { DEFAULT_POLICY, POLICY_BOUNDS, type Policy, SECOND_MS } from "../../domain/policy.ts";

/** What a setting says about itself beside its type. */
export interface SettingNotes {
  /** The environment variable; it wins over the file. */
  readonly env: string;
  /** Meaning, with the unit; shown with every problem. */
  readonly description: string;
  readonly secret?: true;
  /** A list is written with commas in the environment. */
  readonly list?: true;
}

const notes = (env: string, description: string): SettingNotes => ({ env, description });

/** A number of the policy, with the domain's own default and bounds, in `unitMs` instead of milliseconds. */
function rule(key: keyof Policy, env: string, description: string, unitMs = 1): TInteger {
  const [min, max] = POLICY_BOUNDS[key];
  return Type.Integer({
    minimum: Math.ceil(min / unitMs),
    maximum: max / unitMs,
    default: DEFAULT_POLICY[key] / unitMs,
    ...notes(env, description),
  });
}

const closed = { additionalProperties: false } as const;

const PolicySchema = Type.Object(
  {
    code_length: rule(
      "codeLength",
      "OTP_CODE_LENGTH",
      "Digits of a code. Fewer than six are guessed too easily (ASVS 6.5.4).",
    ),
    expiry_time: rule(
      "ttlMs",
      "OTP_EXPIRY_TIME",
      "Life of a code in seconds. Ten minutes at most (NIST SP 800-63B).",
      SECOND_MS,
    ),
    max_attempts: rule(
      "checksPerVerification",
      "OTP_MAX_ATTEMPTS",
      "Guesses per verification; a resend does not reset them.",
    ),
    resend_wait_time: rule(
      "resendWaitMs",
      "OTP_RESEND_WAIT_TIME",
      "Seconds before the first resend; then twice, then four times as long.",
      SECOND_MS,
    ),
    guesses_per_day: rule(
      "guessesPerDay",
      "OTP_GUESSES_PER_DAY",
      "Guesses per number and app in any 24 hours, over all verifications.",
    ),
    sends_per_hour: rule("sendsPerHour", "OTP_SENDS_PER_HOUR", "Messages per number and app in any hour."),
    sends_per_day: rule("sendsPerDay", "OTP_SENDS_PER_DAY", "Messages per number and app in any 24 hours."),
    known_sends_per_day: rule(
      "knownSendsPerDay",
      "OTP_KNOWN_SENDS_PER_DAY",
      "Further messages a day for sessions the app vouches for; strangers cannot use them up.",
    ),
    known_guesses_per_day: rule(
      "knownGuessesPerDay",
      "OTP_KNOWN_GUESSES_PER_DAY",
      "Further guesses a day for sessions the app vouches for.",
    ),
    store_wait_ms: rule(
      "storeWaitMs",
      "OTP_STORE_WAIT_MS",
      "Milliseconds a send waits for a store that does not answer before it is refused; a check never waits.",
    ),
    chain_deadline_ms: rule(
      "chainDeadlineMs",
      "OTP_CHAIN_DEADLINE_MS",
      "Milliseconds for the whole chain of providers.",
    ),
    attempt_timeout_ms: rule(
      "attemptTimeoutMs",
      "OTP_ATTEMPT_TIMEOUT_MS",
      "Milliseconds for one call of one provider.",
    ),
  },
  { ...closed, default: {} },
);

const RecipientsSchema = Type.Object(
  {
    countries: Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), {
      minItems: 1,
      default: ["IR"],
      ...notes("OTP_COUNTRIES", "Countries that may be sent to, as ISO codes such as IR; the first is home."),
      list: true,
    }),
    landlines: Type.Boolean({
      default: false,
      ...notes("OTP_LANDLINES", "Whether landlines may be called: true or false."),
    }),
  },
  { ...closed, default: {} },
);

const RedisSchema = Type.Object(
  {
    prefix: Type.String({
      // Braces would put every key on one slot of a Cluster.
      pattern: "^[A-Za-z0-9._:-]{1,40}$",
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

export const ConfigSchema = Type.Object(
  {
    host: Type.Optional(
      Type.String({
        minLength: 1,
        ...notes("HOST", "Listen address. 0.0.0.0, or 127.0.0.1 in console mode."),
      }),
    ),
    port: Type.Integer({
      minimum: 0,
      maximum: 65_535,
      default: 8000,
      ...notes("PORT", "Listen port; 0 takes a free one."),
    }),
    secret: Type.Optional(
      Type.String({
        minLength: 1,
        ...notes(
          "RAMZ_SECRET",
          "The service secret, 32 characters or more. To rotate, list the new one first, then the old: new,old.",
        ),
        secret: true,
      }),
    ),
    store: Type.String({
      default: "sqlite:./data/ramz.db",
      ...notes(
        "RAMZ_STORE",
        "Where ledgers are kept: sqlite:./path.db, sqlite::memory:, redis://, rediss://, redis+sentinel:// or redis+cluster://.",
      ),
    }),
    providers: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        ...notes("RAMZ_PROVIDERS", "The chain: provider names in the order they are tried."),
        list: true,
      }),
    ),
    redis: RedisSchema,
    policy: PolicySchema,
    recipients: RecipientsSchema,
    limits: LimitsSchema,
    guard: GuardSchema,
    provider: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
      default: {},
      description:
        'Options of providers, e.g. [provider."kavenegar/verify"]; [provider.kavenegar] is for all in that folder.',
    }),
  },
  closed,
);

/** One setting, found in the schema. */
export interface Setting {
  readonly path: readonly string[];
  readonly schema: TSchema;
  readonly notes: SettingNotes;
}

/** Every setting that has an environment variable. */
export function settingsOf(schema: TSchema, path: readonly string[] = []): readonly Setting[] {
  const properties: Readonly<Record<string, TSchema>> = schema["properties"] ?? {};
  return Object.entries(properties).flatMap(([name, property]) => {
    const here = [...path, name];
    const own = notesOf(property);
    return own === null ? settingsOf(property, here) : [{ path: here, schema: property, notes: own }];
  });
}

function notesOf({ env, description, secret, list }: TSchema): SettingNotes | null {
  if (typeof env !== "string") return null;
  return { env, description: description ?? "", ...(secret && { secret }), ...(list && { list }) };
}

/** Settings as written, after defaults. */
export type RawConfig = Static<typeof ConfigSchema>;
