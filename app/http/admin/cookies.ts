/** The cookies of the console: the session, and the language that was chosen. */
import type { Language } from "../../language/language.ts";

/**
 * `__Host-` ties a cookie to this host and to https (RFC 6265bis, 4.1.3.2). Over http, which is allowed on this machine alone, browsers take
 * no such cookie.
 */
export function cookieNamesOf(origin: string) {
  const prefix = origin.startsWith("https:") ? "__Host-" : "";
  return { session: `${prefix}ramz-admin`, language: `${prefix}ramz-admin-language` };
}

/** The value of a cookie that the request brings; null when it brings none. */
export function cookieIn({ headers }: Request, name: string): string | null {
  return new Bun.CookieMap(headers.get("cookie") ?? "").get(name);
}

/** Not for scripts, and not sent with a request that another site began. Without a life of its own, it ends with the browser. */
export function sessionCookie(origin: string, sealed: string): string {
  return `${cookieNamesOf(origin).session}=${sealed}; ${attributesFor(origin)}; HttpOnly`;
}

/** Takes the session out of the browser. */
export function noSessionCookie(origin: string): string {
  return `${sessionCookie(origin, "")}; Max-Age=0`;
}

const YEAR_S = 365 * 24 * 3600;

export function languageCookie(origin: string, language: Language): string {
  return `${cookieNamesOf(origin).language}=${language}; ${attributesFor(origin)}; HttpOnly; Max-Age=${YEAR_S}`;
}

function attributesFor(origin: string): string {
  return origin.startsWith("https:") ? "Path=/; Secure; SameSite=Strict" : "Path=/; SameSite=Strict";
}
