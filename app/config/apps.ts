/** Calling applications: what is written of each, over what the service has. An app may be stricter than the service, never looser. */
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

/** The app without configuration; one that is configured under this name takes its ledgers over. */
export const DEFAULT_APP = "default";

export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What an app has unless it says otherwise. */
export interface ServiceRules {
  /** The chain, by name. */
  readonly providers: readonly string[];
  /** Options as written in the file, by provider or vendor; the environment wins over them. */
  readonly providerOptions: OptionTables;
  readonly policy: Policy;
  readonly recipients: RecipientRules;
  /** The rules across recipients. */
  readonly quotas: RateLimitRules;
  /** As written; each app has its own. */
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
  /** The predecessor's endpoints act for it when they are called without a key. */
  readonly isPublic: boolean;
  /** Origins whose pages may call it from a browser. */
  readonly origins: readonly string[];
  /** Options written for this app, which win over all others, the environment included. */
  readonly ownOptions: OptionTables;
}

/** The only app of a service without apps. */
export function appWithoutConfiguration(service: ServiceRules): AppConfig {
  const { providers, providerOptions, policy, recipients, quotas, testNumbers } = service;
  const rules = { providers, providerOptions, policy, recipients, quotas, testNumbers };
  return { name: DEFAULT_APP, keys: [], isPublic: false, origins: [], ownOptions: {}, ...rules };
}

export function appsOf(raw: RawConfig, service: ServiceRules, problems: string[]): readonly AppConfig[] {
  const written = Object.entries(raw.apps);
  if (written.length === 0) return [appWithoutConfiguration(service)];
  const apps = written.map(([name, app]) => {
    problems.push(...faultsOf(name, app, raw));
    return appOf(name, app, raw, service);
  });
  if (raw.test_numbers.length > 0)
    problems.push(
      "test_numbers: belongs to the app without configuration. With apps, write [[apps.NAME.test_numbers]].",
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
export const APP_NAME_RULE =
  "lower-case letters, digits, _ and -, a letter or digit first, 32 characters at most";

function faultsOf(name: string, { keys, cors, policy }: WrittenApp, raw: RawConfig): readonly string[] {
  const where = `apps.${name}`;
  const crowded = SCOPES.filter((scope) => keys.filter(({ scopes }) => scopes.includes(scope)).length > 2);
  return [
    ...(APP_NAME.test(name) ? [] : [`${where}: the name of an app has ${APP_NAME_RULE}. Rename it.`]),
    ...crowded.map(
      (scope) =>
        `${where}.keys: more than two keys have the scope "${scope}". Two serve to replace one by the other: take the oldest out.`,
    ),
    ...cors
      .filter((origin) => !isOrigin(origin))
      .map(
        (origin) =>
          `${where}.cors: "${origin}" is no origin. Write one like https://shop.example, without a path; http is for this machine alone, and there is no *.`,
      ),
    ...looserThan(raw.policy, policy, `${where}.policy`),
    ...(Object.keys(policy).length === 0
      ? []
      : attemptOutlastsChain({ ...raw.policy, ...policy }, timeouts(where))),
  ];
}

function timeouts(where: string) {
  return { attempt: `${where}.policy.attempt_timeout_ms`, chain: "chain_deadline_ms" };
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.origin !== text) return false;
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLocal);
}

/** A key says which app calls, so it belongs to one. */
function sharedHashes(apps: readonly AppConfig[]): readonly string[] {
  const owners = Map.groupBy(
    apps.flatMap(({ name, keys }) => keys.map(({ hash }) => ({ name, hash }))),
    ({ hash }) => hash,
  );
  return [...owners].flatMap(([hash, same]) =>
    same.length === 1
      ? []
      : [
          `apps: the key ${hash.slice(0, 15)}… is listed more than once (${same.map(({ name }) => name).join(", ")}). A key belongs to one app: make another with ramz key new.`,
        ],
  );
}

function severalPublic(apps: readonly AppConfig[]): readonly string[] {
  const names = apps.filter(({ isPublic }) => isPublic).map(({ name }) => name);
  return names.length < 2
    ? []
    : [
        `apps: ${names.join(" and ")} are public. A call without a key can act for one app alone: leave public to one.`,
      ];
}

/** Just anybody sends through a public app; without a limit of addresses one of them can spend everything. In console mode nothing is spent. */
function unlimitedPublic(apps: readonly AppConfig[]): readonly string[] {
  return apps
    .filter(({ isPublic, providers }) => isPublic && !providers.includes("console"))
    .filter(({ quotas }) => !quotas.ip.some(({ mode }) => mode === "enforce"))
    .map(
      ({ name }) =>
        `apps.${name}.public: anybody may send for it, while RAMZ_IP_LIMIT_MODE only monitors addresses. Set it to enforce, or leave public out.`,
    );
}

/** Apps that nobody can call: allowed while their keys are being made. */
export function idleApps(apps: readonly AppConfig[]): readonly string[] {
  return apps
    .filter(({ keys, isPublic }) => keys.length === 0 && !isPublic)
    .map(
      ({ name }) =>
        `apps.${name}: it has no key and is not public, so nobody can call it. Make a key with: ramz key new --app ${name}`,
    );
}
