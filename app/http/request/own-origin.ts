/** Names and origins that are not Ramz's own: what a server for development must not answer, and forms that no page may send. */
import type { ServesHost } from "../../access/served-hosts.ts";
import { ProblemError } from "../problems/problem.ts";
import { type RequestContext, ReaddressedRequest } from "./context.ts";

/** Throws 421 when the request is for a name that is not served. A request without `Host` (HTTP/1.0) is of no browser. */
export function requireServedHost({ request }: RequestContext, serves: ServesHost | null): void {
  const host = receivedHeaders(request).get("host");
  if (serves === null || host === null || serves(host)) return;
  throw new ProblemError("host_not_served", { values: { host } });
}

/** Throws 403 when a page of another origin made the request (Fetch Metadata, `Sec-Fetch-Site`; Fetch standard, `Origin`). */
export function requireSameOrigin({ request }: RequestContext): void {
  const headers = receivedHeaders(request);
  const site = headers.get("sec-fetch-site") ?? "none";
  const origin = headers.get("origin");
  const isOwn = origin === null || URL.parse(origin)?.host === headers.get("host");
  if (isOwn && (site === "none" || site === "same-origin")) return;
  throw new ProblemError("cross_origin_refused");
}

/**
 * Throws 403 when a page of another origin sent the form (CSRF). By Fetch Metadata; browsers without it send `Origin` with every form. A
 * request with neither is of no browser, so it has no person's name to act in. `publicUrl` is how browsers reach Ramz behind a proxy.
 */
export function requireOwnForm({ request }: RequestContext, publicUrl: string | null): void {
  const headers = receivedHeaders(request);
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isOrigin = (own: string | null) => own !== null && URL.parse(own)?.origin === origin;
  const isOwn = origin === null || URL.parse(origin)?.host === headers.get("host") || isOrigin(publicUrl);
  // `none` is a person who repeats the request.
  if (site === null ? isOwn : site === "same-origin" || site === "none") return;
  throw new ProblemError("cross_origin_refused");
}

/** The headers as they came, with the `Host` that the client sent. */
export function receivedHeaders(request: Request): Headers {
  return (request instanceof ReaddressedRequest ? request.received : request).headers;
}
