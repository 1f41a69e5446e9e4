/** Calling applications: the settings of each app over those of the service. An app may be stricter than the service, never looser. */
import type { Policy } from "../../domain/ledger/policy.ts";
import type { RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import type { RecipientRules } from "../../domain/recipient/recipient.ts";
import { SCOPES, type Scope } from "../access/api-keys.ts";
import { appRateLimitRules, rateLimitRulesOf } from "./rate-limit-rules.ts";
import type { RawConfig } from "./schema.ts";
import { looserThan } from "./tables/app-policy.ts";
import type { WrittenApp } from "./tables/apps.ts";
import { attemptOutlastsChain, policyOf } from "./tables/policy.ts";
import type { WrittenTestNumber } from "./tables/test-numbers.ts";

/** The name of the only app while none is configured. A configured app of this name takes over its ledgers. */
export const DEFAULT_APP = "default";

export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The settings that an app has unless it sets its own. */
export interface ServiceRules {
  /** The chain, by name. */
  readonly providers: readonly string[];
  /** Options as written in the file, by provider or vendor. The environment wins over them. */
  readonly providerOptions: OptionTables;
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  /** The rules across recipients. */
  readonly quotas: RateLimitRules;
  /** As written. Each app has its own. */
  readonly testNumbers: readonly WrittenTestNumber[];
}

export interface KeyConfig {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly clientIp: boolean;
  readonly knownSession: boolean;
}

export interface AppConfig extends ServiceRules {
  readonly name: string;
  readonly keys: readonly KeyConfig[];
  /** Calls of the predecessor's endpoints without a key are made for this app. */
  readonly isPublic: boolean;
  /** Origins whose pages may call it from a browser. */
  readonly origins: readonly string[];
  /** Options of this app alone. They win over all others, including the environment. */
  readonly ownOptions: OptionTables;
}

/** The only app of a service without configured apps. */
export function appWithoutConfiguration(service: ServiceRules): AppConfig {
  const { providers, providerOptions, policy, recipients, quotas, testNumbers } = service;
  const rules = { providers, providerOptions, policy, recipients, quotas, testNumbers };
  return { name: DEFAULT_APP, keys: [], isPublic: false, origins: [], ownOptions: {}, ...rules };
}

export function appsOf(raw: RawConfig, service: ServiceRules, problems: string[]): readonly AppConfig[] {
  const written = Object.entries(raw.apps);
  if (written.length === 0) return [appWithoutConfiguration(service)];
  const apps = written.map(([name, app]) => {
    problems.push(...problemsOf(name, app, raw));
    return appOf(name, app, raw, service);
  });
  if (raw.test_numbers.length > 0)
    problems.push(
      "test_numbers: with apps, each app has its own list. Write [[apps.NAME.test_numbers]] instead.",
    );
  problems.push(...sharedHashes(apps), ...unlimitedPublic(apps), ...severalPublic(apps));
  return apps;
}

function appOf(name: string, written: WrittenApp, raw: RawConfig, service: ServiceRules): AppConfig {
  const [home, ...others] = written.countries ?? service.recipients.countries;
  const providers = written.providers ?? service.providers;
  return {
    name,
    keys: written.keys.map(({ hash, scopes, client_ip: clientIp, known_session: knownSession }) => ({
      hash,
      scopes,
      clientIp,
      knownSession,
    })),
    isPublic: written.public,
    origins: written.cors,
    providers,
    providerOptions: service.providerOptions,
    ownOptions: written.provider,
    policy: policyOf({ ...raw.policy, ...written.policy }),
    recipients: {
      countries: [home ?? service.recipients.countries[0], ...others],
      landlines: written.landlines ?? service.recipients.landlines,
    },
    quotas: appRateLimitRules(rateLimitRulesOf(raw, providers.includes("console")), written.limits ?? {}),
    testNumbers: written.test_numbers,
  };
}

export const APP_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
export const APP_NAME_RULE = "1 to 32 lower-case letters, digits, _ and -, starting with a letter or digit";

function problemsOf(name: string, { keys, cors, policy }: WrittenApp, raw: RawConfig): readonly string[] {
  const where = `apps.${name}`;
  const overfullScopes = SCOPES.filter(
    (scope) => keys.filter(({ scopes }) => scopes.includes(scope)).length > 2,
  );
  return [
    ...(APP_NAME.test(name) ? [] : [`${where}: this is not a name for an app. Use ${APP_NAME_RULE}.`]),
    ...overfullScopes.map(
      (scope) =>
        `${where}.keys: more than two keys have the scope "${scope}". Two are enough to replace one by the other. Remove the oldest.`,
    ),
    ...cors
      .filter((origin) => !isOrigin(origin))
      .map(
        (origin) =>
          `${where}.cors: "${origin}" is not an allowed origin. Write one like https://shop.example, without a path. http is allowed for localhost only, and * is not allowed.`,
      ),
    ...looserThan(raw.policy, policy, `${where}.policy`),
    ...(Object.keys(policy).length === 0
      ? []
      : attemptOutlastsChain({ ...raw.policy, ...policy }, timeoutNames(where))),
  ];
}

function timeoutNames(where: string) {
  return { attempt: `${where}.policy.attempt_timeout_ms`, chain: "chain_deadline_ms" };
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.origin !== text) return false;
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLocal);
}

/** A key identifies the calling app, so it belongs to one app alone. */
function sharedHashes(apps: readonly AppConfig[]): readonly string[] {
  const owners = Map.groupBy(
    apps.flatMap(({ name, keys }) => keys.map(({ hash }) => ({ name, hash }))),
    ({ hash }) => hash,
  );
  return [...owners].flatMap(([hash, same]) =>
    same.length === 1
      ? []
      : [
          `apps: the key ${hash.slice(0, 15)}… is listed more than once (${same.map(({ name }) => name).join(", ")}). A key belongs to one app. Make another with: ramz key new`,
        ],
  );
}

function severalPublic(apps: readonly AppConfig[]): readonly string[] {
  const names = apps.filter(({ isPublic }) => isPublic).map(({ name }) => name);
  return names.length < 2
    ? []
    : [
        `apps: ${names.join(" and ")} are public. A call without a key can be made for one app alone. Keep public = true for one of them.`,
      ];
}

/** A public app needs an enforced limit of addresses: without it a single stranger can use up the budget. Console mode spends nothing. */
function unlimitedPublic(apps: readonly AppConfig[]): readonly string[] {
  return apps
    .filter(({ isPublic, providers }) => isPublic && !providers.includes("console"))
    .filter(({ quotas }) => !quotas.ip.some(({ mode }) => mode === "enforce"))
    .map(
      ({ name }) =>
        `apps.${name}.public: calls without a key can send for this app, but RAMZ_IP_LIMIT_MODE does not enforce the limit of addresses. Set it to enforce, or remove public.`,
    );
}

/** Warnings about apps that cannot be called. They are allowed, so that an app can be configured before its keys are made. */
export function idleApps(apps: readonly AppConfig[]): readonly string[] {
  return apps
    .filter(({ keys, isPublic }) => keys.length === 0 && !isPublic)
    .map(
      ({ name }) =>
        `apps.${name}: it has no key and is not public, so it cannot be called. Make a key with: ramz key new --app ${name}`,
    );
}
