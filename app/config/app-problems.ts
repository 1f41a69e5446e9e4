/** Problems and warnings of calling applications. */
import { SCOPES } from "../access/api-keys.ts";
import type { AppConfig } from "./apps.ts";
import { problemsOfHook } from "./hook-problems.ts";
import { isOrigin, ORIGIN_RULE } from "./origins.ts";
import type { RawConfig } from "./schema.ts";
import { looserThan } from "./tables/app-policy.ts";
import { problemsOfHosted } from "./tables/hosted.ts";
import { chainProblems, isConsole } from "./tables/chains.ts";
import type { WrittenApp } from "./tables/apps.ts";
import { attemptOutlastsChain } from "./tables/policy.ts";

export const APP_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
export const APP_NAME_RULE = "1 to 32 lower-case letters, digits, _ and -, starting with a letter or digit";

/** Every problem of the apps as written, `apps` being what they resolve to. */
export function appProblems(raw: RawConfig, apps: readonly AppConfig[]): readonly string[] {
  const written = Object.entries(raw.apps);
  if (written.length === 0) return [];
  return [
    ...written.flatMap(([name, app]) => problemsOfApp(name, app, raw)),
    ...(raw.test_numbers.length === 0 ? [] : [TEST_NUMBERS_WITH_APPS]),
    ...sharedHashes(apps),
    ...unlimitedPublic(apps),
    ...severalPublic(apps),
  ];
}

const TEST_NUMBERS_WITH_APPS =
  "test_numbers: with apps, each app has its own list. Write [[apps.NAME.test_numbers]] instead.";

function problemsOfApp(
  name: string,
  { keys, cors, chains, policy, hooks, hosted }: WrittenApp,
  raw: RawConfig,
): readonly string[] {
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
      .map((origin) => `${where}.cors: "${origin}" is not an allowed origin. ${ORIGIN_RULE}`),
    ...Object.entries(hooks).flatMap(([hook, settings]) =>
      problemsOfHook(hook, settings, `${where}.hooks.${hook}`),
    ),
    ...problemsOfHosted(hosted, `${where}.hosted`, cors),
    ...chainProblems(chains, `${where}.chains`),
    ...looserThan(raw.policy, policy, `${where}.policy`),
    ...(Object.keys(policy).length === 0
      ? []
      : attemptOutlastsChain({ ...raw.policy, ...policy }, timeoutNames(where))),
  ];
}

function timeoutNames(where: string) {
  return { attempt: `${where}.policy.attempt_timeout_ms`, chain: "chain_deadline_ms" };
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
    .filter((app) => app.isPublic && !isConsole(app))
    .filter(({ quotas }) => !quotas.ip.some(({ mode }) => mode === "enforce"))
    .map(
      ({ name }) =>
        `apps.${name}.public: calls without a key can send for this app, but RAMZ_IP_LIMIT_MODE does not enforce the limit of addresses. Set it to enforce, or remove public.`,
    );
}

/** Warnings about apps that cannot be called. They are allowed, so that an app can be configured before its keys are made. */
export function idleApps(apps: readonly AppConfig[]): readonly string[] {
  return apps
    .filter(
      ({ keys, isPublic, hooks, hosted }) =>
        [keys, hooks].every(({ length }) => length === 0) && !isPublic && hosted === null,
    )
    .map(
      ({ name }) =>
        `apps.${name}: it has no key and no hook and is not public, so it cannot be called. Make a key with: ramz key new --app ${name}`,
    );
}
