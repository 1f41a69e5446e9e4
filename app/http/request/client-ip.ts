/**
 * Where the end user is. Three sources, nothing else: the socket; X-Forwarded-For as far as proxies of our own wrote it; and a caller
 * whose key says that its word is taken. Whatever is in doubt counts as the socket, so that nobody gets out of a limit by a header.
 */
import { type Address, clientAt, isWithin, type Network, readAddress } from "../../access/ip-addresses.ts";
import type { Service } from "../../service/service.ts";
import type { Caller } from "../../service/callers.ts";
import { ProblemError } from "../problems/problem.ts";
import type { Client, Exemption } from "../../../domain/rate-limits/sender.ts";

const sockets = new WeakMap<Request, Address>();

/** Notes where a request came from, as the socket tells; null of one that has no address, as over a Unix socket. */
export function noteSocket(request: Request, address: string | null): void {
  // A zone names a network card of this machine, not where somebody is.
  const read = address === null ? null : readAddress(address.replace(/%.*$/, ""));
  if (read !== null) sockets.set(request, read);
}

/** The end user of a request, or undefined when there is no telling. Throws a ProblemError: 403 when the caller may not name it. */
export function clientOf(
  request: Request,
  { trustedProxies, exemptNetworks }: Pick<Service, "trustedProxies" | "exemptNetworks">,
  caller: Caller,
  named: string | undefined,
): Client | undefined {
  if (named !== undefined && !caller.mayNameClient) throw new ProblemError("client_ip_not_allowed");
  const address = (named === undefined ? null : readAddress(named)) ?? addressOf(request, trustedProxies);
  if (address === undefined) return undefined;
  const exemption = exemptionAt(address, exemptNetworks);
  return { ...clientAt(address), ...(exemption && { exemption }) };
}

/** The exemption that lasts longest, of the networks that hold the address. */
function exemptionAt(address: Address, networks: Service["exemptNetworks"]): Exemption | undefined {
  return networks
    .filter(({ network }) => isWithin(address, [network]))
    .map(({ exemption }) => exemption)
    .sort((a, b) => b.until - a.until)[0];
}

function addressOf(request: Request, trusted: readonly Network[]): Address | undefined {
  const socket = sockets.get(request);
  return socket && farthest(socket, request.headers.get("x-forwarded-for"), trusted);
}

/**
 * Walks back from the socket as long as the hop is a proxy of our own: each wrote down whom it heard from, at the right end. What
 * stands left of the first stranger was written by strangers, and is not looked at.
 */
export function farthest(socket: Address, forwardedFor: string | null, trusted: readonly Network[]): Address {
  const hops = forwardedFor === null ? [] : forwardedFor.split(",");
  let address = socket;
  while (isWithin(address, trusted)) {
    const hop = hops.pop();
    if (hop === undefined) return address;
    const before = readAddress(hop.trim());
    if (before === null) return socket;
    address = before;
  }
  return address;
}
