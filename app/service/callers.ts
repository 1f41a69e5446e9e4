/** The callers: the app of a key, or the app that serves calls without one. */
import type { KeyConfig } from "../config/apps.ts";
import type { Config } from "../config/resolve.ts";
import { hashOf, type Scope } from "../access/api-keys.ts";
import type { App } from "./calling-app.ts";

/** An app at the door, with what it may do and what its word is taken for. */
export interface Caller {
  readonly app: App;
  readonly scopes: readonly Scope[];
  /** The end user's address. */
  readonly mayNameClient: boolean;
  /** That the end user has a session the app knows. */
  readonly canAssertSession: boolean;
  /** That the end user passed a challenge of the app's own. */
  readonly canAssertChallenge: boolean;
  /** Codes of its own making may be carried for it: words that Ramz did not make. */
  readonly canBringCodes: boolean;
}

export interface Callers {
  /** The caller with this key; null when the key is unknown. */
  withKey(key: string): Caller | null;
  /** Who calls without a key; null when every call needs one. */
  readonly withoutKey: Caller | null;
  /** Who calls the predecessor's endpoints without a key; null when those need one, too. */
  readonly anonymousLegacy: Caller | null;
}

export function callersOf(
  { apps: configured, auth, trustClientIp }: Pick<Config, "apps" | "auth" | "trustClientIp">,
  apps: ReadonlyMap<string, App>,
): Callers {
  // Looked up by hash: the time of the look-up depends on the hash, which reveals nothing about the key.
  const byHash = new Map<string, Caller>();
  let withoutKey: Caller | null = null;
  let anonymousLegacy: Caller | null = null;
  for (const { name, keys, isPublic } of configured) {
    const app = apps.get(name);
    if (app === undefined) continue;
    for (const key of keys) byHash.set(key.hash, callerWith(key, app));
    if (auth !== "keys")
      withoutKey = {
        app,
        scopes: ["admin"],
        mayNameClient: trustClientIp,
        canAssertSession: false,
        canAssertChallenge: false,
        canBringCodes: false,
      };
    if (isPublic)
      anonymousLegacy = {
        app,
        scopes: ["send", "check"],
        mayNameClient: false,
        canAssertSession: false,
        canAssertChallenge: false,
        canBringCodes: false,
      };
  }
  return {
    withKey(key) {
      const hash = hashOf(key);
      return hash === null ? null : (byHash.get(hash) ?? null);
    },
    withoutKey,
    anonymousLegacy: anonymousLegacy ?? withoutKey,
  };
}

function callerWith(
  { scopes, clientIp, knownSession, challengePassed, ownCode }: KeyConfig,
  app: App,
): Caller {
  return {
    app,
    scopes,
    mayNameClient: clientIp,
    canAssertSession: knownSession,
    canAssertChallenge: challengePassed,
    canBringCodes: ownCode,
  };
}
