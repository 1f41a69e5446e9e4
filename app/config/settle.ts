/** From settings as written to the values the process works with, with the rules that join several settings. */
import type { Policy } from "../../domain/policy.ts";
import type { QuotaRules } from "../../domain/quota.ts";
import type { RecipientRules } from "../../domain/recipient.ts";
import { quotaRulesOf } from "./limits.ts";
import type { Environment } from "./read.ts";
import type { RawConfig } from "./schema.ts";
import { Secret } from "./secret.ts";
import { readStore, type StoreConfig, storeWarnings } from "./store.ts";

export type { StoreConfig } from "./store.ts";

export interface Config {
  readonly production: boolean;
  /** Null: 0.0.0.0, or the loopback address in console mode. */
  readonly host: string | null;
  readonly port: number;
  /** Current secret first. Null: make one and keep it beside the store. */
  readonly secrets: readonly [Secret, ...Secret[]] | null;
  readonly store: StoreConfig;
  /** The chain, by name. */
  readonly providers: readonly string[];
  /** Options of providers as written in the file, by provider or folder. */
  readonly providerOptions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  /** The rules across recipients. */
  readonly quotas: QuotaRules;
}

export interface Settled {
  readonly config: Config;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const SECRET_MIN_LENGTH = 32;
const MAKE_SECRET = "Make one with: openssl rand -base64 48";

/** Joins the settings; every problem is named at once. */
export function settleConfig(raw: RawConfig, env: Environment): Settled {
  const problems: string[] = [];
  const production = env["NODE_ENV"] === "production";
  const store = readStore(raw, problems);
  const [first, ...others] = raw.recipients.countries;
  const providers = raw.providers ?? defaultChain(env);
  const config: Config = {
    production,
    host: raw.host ?? null,
    port: raw.port,
    secrets: secretsOf(raw.secret, { production, shared: store.kind === "redis" }, problems),
    store,
    providers,
    providerOptions: raw.provider,
    policy: policyOf(raw),
    recipients: { countries: [first ?? "IR", ...others], landlines: raw.recipients.landlines },
    quotas: quotaRulesOf(raw, providers.includes("console")),
  };
  const { attemptTimeoutMs, chainDeadlineMs } = config.policy;
  if (attemptTimeoutMs > chainDeadlineMs) {
    problems.push(
      `OTP_ATTEMPT_TIMEOUT_MS (${attemptTimeoutMs}) is longer than OTP_CHAIN_DEADLINE_MS (${chainDeadlineMs}). Lower the first or raise the second.`,
    );
  }
  return { config, problems, warnings: production ? storeWarnings(store) : [] };
}

function secretsOf(
  text: string | undefined,
  { production, shared }: { readonly production: boolean; readonly shared: boolean },
  problems: string[],
): readonly [Secret, ...Secret[]] | null {
  if (text === undefined) {
    if (production) problems.push(`RAMZ_SECRET: required when NODE_ENV=production. ${MAKE_SECRET}`);
    else if (shared)
      problems.push(`RAMZ_SECRET: required with Redis, the same for every process. ${MAKE_SECRET}`);
    return null;
  }
  const secrets = text.split(",").map((part) => part.trim());
  secrets.forEach((secret, index) => {
    if (secret.length < SECRET_MIN_LENGTH) {
      problems.push(
        `RAMZ_SECRET: secret ${index + 1} of ${secrets.length} has ${secret.length} characters, it needs ${SECRET_MIN_LENGTH} or more. ${MAKE_SECRET}`,
      );
    }
  });
  if (new Set(secrets).size < secrets.length)
    problems.push("RAMZ_SECRET: the same secret is listed twice. List each once.");
  const [current = "", ...older] = secrets;
  return [new Secret(current), ...older.map((secret) => new Secret(secret))];
}

/** Kavenegar when there is a key for it, with plain SMS behind it when there is a sender line too; the console otherwise. */
function defaultChain(env: Environment): readonly string[] {
  if (!env["KAVENEGAR_API_KEY"]) return ["console"];
  return env["KAVENEGAR_SENDER"] ? ["kavenegar/verify", "kavenegar/sms"] : ["kavenegar/verify"];
}

function policyOf({ policy }: RawConfig): Policy {
  return {
    codeLength: policy.code_length,
    ttlMs: policy.expiry_time * 1000,
    checksPerVerification: policy.max_attempts,
    guessesPerDay: policy.guesses_per_day,
    resendWaitMs: policy.resend_wait_time * 1000,
    sendsPerHour: policy.sends_per_hour,
    sendsPerDay: policy.sends_per_day,
    knownSendsPerDay: policy.known_sends_per_day,
    knownGuessesPerDay: policy.known_guesses_per_day,
    storeWaitMs: policy.store_wait_ms,
    chainDeadlineMs: policy.chain_deadline_ms,
    attemptTimeoutMs: policy.attempt_timeout_ms,
  };
}
