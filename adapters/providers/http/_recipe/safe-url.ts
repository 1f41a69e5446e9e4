/** Where a recipe may send: https, http to this machine, and http to a private address where the operator allows it. */
import ipaddr from "ipaddr.js";

/** What is wrong with the address, or null. The text never holds what stands before an `@`. */
export function urlFault(text: string, insecureLan: boolean): string | null {
  const url = URL.parse(text);
  if (url === null) return "The address of the vendor's API is not a URL. Write it as https://host/path.";
  if (url.username !== "" || url.password !== "")
    return "The address of the vendor's API holds a user name or a password. Remove it; the recipe says how to authenticate.";
  if (url.protocol === "https:") return null;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol === "http:" && (isLoopback(host) || (insecureLan && isPrivate(host)))) return null;
  return (
    `"${url.protocol}//${url.host}" would send key and code in clear. Use https. http is accepted for this machine, and with ` +
    "insecure_lan = true for a private address of your own network."
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || rangeOf(host) === "loopback";
}

function isPrivate(host: string): boolean {
  const range = rangeOf(host);
  return range === "private" || range === "uniqueLocal";
}

function rangeOf(host: string): string | null {
  return ipaddr.isValid(host) ? ipaddr.process(host).range() : null;
}
