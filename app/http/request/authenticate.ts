/** Who calls, by `Authorization: Bearer` (RFC 6750), before the body is read. */
import { permits, type Scope } from "../../access/api-keys.ts";
import type { Caller, Callers } from "../../service/callers.ts";
import { ProblemError } from "../problems/problem.ts";

const CHALLENGE = 'Bearer realm="ramz"';

/** The caller of a request, who may do what `scope` stands for. Throws a ProblemError when there is none. */
export type Authenticate = (request: Request, scope: Scope) => Caller;

/**
 * Authenticates by key; a request without one is from `anonymous`. Throws 401 for a missing and an unknown key, with the same reply,
 * and 403 for a key without the scope.
 */
export function byKey(callers: Callers, anonymous: Caller | null): Authenticate {
  return ({ headers }, scope) => {
    const caller = callerIn(headers.get("authorization"), callers, anonymous);
    if (caller === null)
      throw new ProblemError("unauthorized", { headers: { "www-authenticate": CHALLENGE } });
    if (permits(caller.scopes, scope)) return caller;
    throw new ProblemError("scope_missing", {
      values: { scope },
      headers: { "www-authenticate": `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` },
    });
  };
}

/** Where no key is needed, the header is ignored: a proxy in front may use it for itself. */
function callerIn(authorization: string | null, callers: Callers, anonymous: Caller | null): Caller | null {
  if (authorization === null || callers.withoutKey !== null) return anonymous;
  const key = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  return key === undefined ? null : callers.withKey(key);
}
