/**
 * Which requests may control a simulator. It shows codes and listens on loopback only, but a page in a browser of this machine reaches it
 * too: by a name that an attacker points here (DNS rebinding; the name is in `Host`), or from another origin (Fetch Metadata; Fetch
 * standard, `Origin`). The vendor's own API is served by any name, as its clients call it, and asks for a key.
 */
import type { IncomingHttpHeaders } from "node:http";

/** Why a request is refused, as a sentence; null when it is served. */
export function refusalOf(headers: IncomingHttpHeaders): string | null {
  const { host, origin, "sec-fetch-site": site = "none" } = headers;
  // A request without `Host` (HTTP/1.0) is of no browser.
  if (host !== undefined && !isLoopback(host))
    return `Host ${host} is not served. Use 127.0.0.1 or localhost.`;
  const isOwn = origin === undefined || URL.parse(origin)?.host === host;
  if (isOwn && (site === "none" || site === "same-origin")) return null;
  return "A page of another origin may not control the simulator. Call it from this machine, e.g. with curl.";
}

/** Addresses of this machine, and names that are of this machine everywhere (RFC 6761 §6.3). */
function isLoopback(host: string): boolean {
  const url = URL.parse(`http://${host}/`);
  if (url === null || url.username !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return false;
  const name = url.hostname.replace(/\.$/, "");
  return name === "[::1]" || /^127(\.\d+){3}$/.test(name) || /^(.+\.)?localhost$/.test(name);
}
