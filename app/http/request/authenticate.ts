/** Who calls, by the header Authorization, before the body is read. */
import { permits, type Scope } from "../../access/api-keys.ts";
import type { Caller, Callers } from "../../service/callers.ts";
import type { Text } from "../../language/language.ts";
import { ProblemError } from "../problems/problem.ts";

/** The caller of a request, who may do what `scope` stands for. Throws a ProblemError when there is none. */
export type Authenticate = (request: Request, scope: Scope) => Caller;

/** How a key is written in the header. */
export interface Scheme {
  /** What the header WWW-Authenticate asks for. */
  readonly challenge: string;
  /** Said of a missing or unknown key, instead of the problem's own detail. */
  readonly detail?: Text;
  /** The key in the header; null when there is none of this scheme. */
  keyIn(authorization: string): string | null;
}

/** `Authorization: Bearer <key>` (RFC 6750). */
const BEARER: Scheme = {
  challenge: 'Bearer realm="ramz"',
  keyIn: (authorization) => /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null,
};

/**
 * Authenticates by key; a request without one is from `anonymous`. Throws 401 for a missing and an unknown key, with the same reply,
 * and 403 for a key without the scope.
 */
export function byKey(callers: Callers, anonymous: Caller | null, scheme: Scheme = BEARER): Authenticate {
  const { challenge, detail } = scheme;
  return ({ headers }, scope) => {
    const caller = callerIn(headers.get("authorization"), callers, anonymous, scheme);
    if (caller === null)
      throw new ProblemError("unauthorized", {
        headers: { "www-authenticate": challenge },
        ...(detail && { detail }),
      });
    if (permits(caller.scopes, scope)) return caller;
    throw new ProblemError("scope_missing", {
      values: { scope },
      headers: { "www-authenticate": `${challenge}, error="insufficient_scope", scope="${scope}"` },
    });
  };
}

/** Where no key is needed, the header is ignored: a proxy in front may use it for itself. */
function callerIn(
  authorization: string | null,
  callers: Callers,
  anonymous: Caller | null,
  scheme: Scheme,
): Caller | null {
  if (authorization === null || callers.withoutKey !== null) return anonymous;
  const key = scheme.keyIn(authorization);
  return key === null ? null : callers.withKey(key);
}
