/** Who calls, by `Authorization: Bearer` (RFC 6750), before anything of the body is read. */
import type { Caller } from "../../service/callers.ts";
import { permits, type Scope } from "../../access/api-keys.ts";
import type { Callers } from "../../service/callers.ts";
import { ProblemError } from "../problems/problem.ts";

const CHALLENGE = 'Bearer realm="ramz"';

/**
 * The caller, who may do what `scope` stands for; `otherwise` calls when no key is shown. Throws a ProblemError: 401 for a key that is
 * missing and one that nobody has alike, 403 for one that may do other things.
 */
export function authenticate(
  { headers }: Request,
  callers: Callers,
  otherwise: Caller | null,
  scope: Scope,
): Caller {
  const caller = callerIn(headers.get("authorization"), callers, otherwise);
  if (caller === null) throw new ProblemError("unauthorized", { headers: { "www-authenticate": CHALLENGE } });
  if (permits(caller.scopes, scope)) return caller;
  throw new ProblemError("scope_missing", {
    values: { scope },
    headers: { "www-authenticate": `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` },
  });
}

/** Where nobody needs a key, none is looked at: proxies in front may put their own there. */
function callerIn(authorization: string | null, callers: Callers, otherwise: Caller | null): Caller | null {
  if (authorization === null || callers.withoutKey !== null) return otherwise;
  const key = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  return key === undefined ? null : callers.withKey(key);
}
