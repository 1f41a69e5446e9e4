/** Forms are taken from the page itself only: another site must not send codes in a person's name (CSRF). */
import type { Service } from "../../service/service.ts";
import { ProblemError } from "../problems/problem.ts";
import { type RequestContext, ReaddressedRequest } from "../request/context.ts";

/**
 * Throws a ProblemError, 403, when a page of another origin sent the form. By Fetch Metadata (`Sec-Fetch-Site`); browsers without it send
 * `Origin` with every form. A request with neither is of no browser, so it has no person's name to act in.
 */
export function requireOwnForm({ request }: RequestContext, { publicUrl }: Pick<Service, "publicUrl">): void {
  const { headers } = request instanceof ReaddressedRequest ? request.received : request;
  const site = headers.get("sec-fetch-site");
  if (site !== null) {
    // `none` is a person who repeats the request.
    if (site === "same-origin" || site === "none") return;
    throw new ProblemError("cross_origin_refused");
  }
  const origin = headers.get("origin");
  if (origin === null) return;
  const isOwn = URL.parse(origin)?.host === headers.get("host");
  if (isOwn || (publicUrl !== null && URL.parse(publicUrl)?.origin === origin)) return;
  throw new ProblemError("cross_origin_refused");
}
