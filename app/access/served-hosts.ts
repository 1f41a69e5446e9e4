/**
 * The names by which Ramz is served in console mode. A page whose name an attacker points at this machine (DNS rebinding) is of the same
 * origin for the browser and could read codes. Its requests carry that name in `Host`.
 */
import { type Address, isWithin, type Network, readAddress, readNetwork } from "./ip-addresses.ts";

/** Whether requests with this `Host` are served. */
export type ServesHost = (host: string) => boolean;

const EVERYWHERE = ["0.0.0.0", "::"];
const LOOPBACK: readonly Network[] = ["127.0.0.0/8", "::1"].flatMap((text) => {
  const network = readNetwork(text);
  return network === null ? [] : [network];
});

/**
 * Loopback names, the configured host and the allowed names; `.example.com` allows the names in that domain. Where the configured host is
 * every address of this machine, each address is allowed: it is no name that an attacker could point elsewhere.
 */
export function servedHosts(configured: string | null, allowed: readonly string[]): ServesHost {
  const names = [...allowed, configured ?? ""].map((name) => name.toLowerCase());
  const onEveryAddress = EVERYWHERE.includes(configured ?? "");
  return (host) => {
    const name = nameIn(host);
    if (name === null) return false;
    const address = readAddress(name);
    if (address !== null) return onEveryAddress || isLoopback(address) || names.includes(name);
    return (
      isLocalName(name) || names.some((one) => (one.startsWith(".") ? name.endsWith(one) : name === one))
    );
  };
}

/** The name or address in a `Host` header, without port and brackets; null when the header is not valid. */
function nameIn(host: string): string | null {
  const url = URL.parse(`http://${host}/`);
  if (url === null || url.username !== "" || url.pathname !== "/" || url.search !== "" || url.hash !== "")
    return null;
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function isLoopback(address: Address): boolean {
  return isWithin(address, LOOPBACK);
}

/** `localhost` and names in it are of this machine everywhere (RFC 6761 §6.3). */
function isLocalName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}
