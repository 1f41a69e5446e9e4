/** From settings as written to the values in force, with the rules that involve several settings. */
import { type ProofPhone, SECRET_MIN_LENGTH } from "../../domain/ports.ts";
import type { BulkheadRules } from "../../domain/delivery/bulkhead.ts";
import type { NumbersAtRest } from "../../domain/storage/encrypted-ledgers.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import { type Access, accessOf } from "./access.ts";
import { appProblems, idleApps } from "./app-problems.ts";
import { type AppConfig, appsOf, type ServiceRules } from "./apps.ts";
import { rateLimitRulesOf } from "./rate-limit-rules.ts";
import type { RawConfig } from "./schema.ts";
import { Secret } from "./secret.ts";
import { isProduction } from "./environment.ts";
import { fileVariableOf } from "./mounted-secrets.ts";
import { readStore, type StoreConfig, storeWarnings } from "./store-url.ts";
import { type AdminSettings, adminSettingsOf, adminWarnings } from "./tables/admin.ts";
import { endedExemptions, type WrittenExemption } from "./tables/exempt.ts";
import { chainProblems, isConsole } from "./tables/chains.ts";
import { bulkheadRulesOf } from "./tables/delivery.ts";
import { type HttpSettings, httpSettingsOf } from "./tables/http.ts";
import { type ReceiptSettings, receiptSettingsOf } from "./tables/receipts.ts";
import { attemptOutlastsChain, policyOf } from "./tables/policy.ts";
import type { Environment } from "./setting.ts";

export type { StoreConfig } from "./store-url.ts";

export interface Config extends ServiceRules, Access {
  readonly production: boolean;
  /** Null when it is not set; `hostOf` then chooses. */
  readonly host: string | null;
  readonly port: number;
  readonly http: HttpSettings;
  /** The current secret first. Null when none is set; one is then made and kept beside the store. */
  readonly secrets: readonly [Secret, ...Secret[]] | null;
  readonly store: StoreConfig;
  readonly bulkheads: BulkheadRules;
  /** Between two examinations of every provider; 0 for never. */
  readonly examineEveryMs: number;
  readonly receipts: ReceiptSettings;
  /** How long a link for an end user to what happened to a code opens; 0: there are none. */
  readonly whyLinkTtlMs: number;
  /** The APIs of other vendors that are answered. */
  readonly compat: RawConfig["compat"];
  /** The console of operators; null when there is none. */
  readonly admin: AdminSettings | null;
  readonly numbersAtRest: NumbersAtRest;
  readonly proofPhone: ProofPhone;
  /** As written. */
  readonly exempt: readonly WrittenExemption[];
  /** At least one: without configured apps, one with the service's own settings. */
  readonly apps: readonly AppConfig[];
}

export interface ResolvedConfig {
  readonly config: Config;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

const KAVENEGAR_KEY = "KAVENEGAR_API_KEY";

const MAKE_SECRET = "Make one with: openssl rand -base64 48";

/** Resolves all settings and reports every problem at once. */
export function resolveConfig(raw: RawConfig, env: Environment): ResolvedConfig {
  const problems: string[] = [];
  const production = isProduction(env, problems);
  const store = readStore(raw, problems);
  const [first, ...others] = raw.recipients.countries;
  const chains = { providers: raw.providers ?? defaultChain(env, raw), chains: raw.chains };
  const service: ServiceRules = {
    ...chains,
    providerOptions: raw.provider,
    resendOrder: raw.delivery.resend_order,
    onUndelivered: raw.delivery.on_undelivered,
    routing: raw.routing,
    policy: policyOf(raw.policy),
    recipients: { countries: [first ?? "IR", ...others], landlines: raw.recipients.landlines },
    quotas: rateLimitRulesOf(raw, isConsole(chains)),
    testNumbers: raw.test_numbers,
  };
  problems.push(
    ...attemptOutlastsChain(raw.policy, {
      attempt: "OTP_ATTEMPT_TIMEOUT_MS",
      chain: "OTP_CHAIN_DEADLINE_MS",
    }),
  );
  const apps = appsOf(raw, service);
  const config: Config = {
    production,
    host: raw.host ?? null,
    port: raw.port,
    http: httpSettingsOf(raw.http),
    secrets: secretsOf(raw.secret, { production, shared: store.kind === "redis" }, problems),
    store,
    bulkheads: bulkheadRulesOf(raw.delivery),
    examineEveryMs: raw.delivery.examine_minutes * MINUTE_MS,
    receipts: receiptSettingsOf(raw.receipts, problems),
    whyLinkTtlMs: raw.why.link_ttl_s * SECOND_MS,
    compat: raw.compat,
    admin: adminSettingsOf(
      raw.admin,
      apps.flatMap(({ keys }) => keys.map(({ hash }) => hash)),
      problems,
    ),
    numbersAtRest: raw.numbers_at_rest,
    proofPhone: raw.proof.phone,
    exempt: raw.exempt,
    ...service,
    ...accessOf(raw, production, problems),
    apps,
  };
  if (!config.receipts.enabled && config.apps.some(({ onUndelivered }) => onUndelivered === "next"))
    problems.push("RAMZ_ON_UNDELIVERED: next acts on receipts, which are off. Set RAMZ_RECEIPTS=true.");
  problems.push(...chainProblems(raw.chains, "chains"), ...appProblems(raw, config.apps));
  const idle = config.auth === "keys" ? idleApps(config.apps) : [];
  return {
    config,
    problems,
    warnings: [
      ...(production ? storeWarnings(store) : []),
      ...idle,
      ...adminWarnings(raw.admin),
      ...endedExemptions(raw.exempt, Date.now()),
    ],
  };
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
    if (/\s/.test(secret))
      problems.push(
        `RAMZ_SECRET: secret ${index + 1} of ${secrets.length} has white space in it. Write a comma between two secrets: new,old.`,
      );
    if (secret.length < SECRET_MIN_LENGTH) {
      problems.push(
        `RAMZ_SECRET: secret ${index + 1} of ${secrets.length} has ${secret.length} characters; ${SECRET_MIN_LENGTH} or more are required. ${MAKE_SECRET}`,
      );
    }
  });
  if (new Set(secrets).size < secrets.length)
    problems.push("RAMZ_SECRET: the same secret is listed twice. List each once.");
  const [current = "", ...older] = secrets;
  return [new Secret(current), ...older.map((secret) => new Secret(secret))];
}

/** Kavenegar if it has a key: templates, then plain SMS, over the account's default line when no sender is set. Else the console. */
function defaultChain(env: Environment, { provider }: RawConfig): readonly string[] {
  const { apiKey = "" } = provider["kavenegar"] ?? {};
  const hasKey = env[KAVENEGAR_KEY] || env[fileVariableOf(KAVENEGAR_KEY)] || apiKey !== "";
  return hasKey ? ["kavenegar/verify", "kavenegar/sms"] : ["console"];
}
