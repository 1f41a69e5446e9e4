/**
 * Where the end user is. Three sources, nothing else: the connection; X-Forwarded-For as far as trusted proxies wrote it; and a caller
 * whose key permits `client_ip`. When in doubt the connection's address counts, so that no header evades a limit.
 */
import { type Address, clientAt, isWithin, type Network, readAddress } from "../../access/ip-addresses.ts";
import type { Service } from "../../service/service.ts";
import { ProblemError } from "../problems/problem.ts";
import type { AuthenticatedRequest } from "./surface.ts";
import type { Client, Exemption } from "../../../domain/rate-limits/sender.ts";

/**
 * The end user of a request, undefined when the address is unknown. `named` is the `client_ip` of the body. Throws a ProblemError: 403
 * when the caller may not name it.
 */
export function clientOf(
  request: AuthenticatedRequest,
  { trustedProxies, exemptNetworks }: Pick<Service, "trustedProxies" | "exemptNetworks">,
  named: string | undefined,
): Client | undefined {
  if (named !== undefined && !request.caller.mayNameClient) throw new ProblemError("client_ip_not_allowed");
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

function addressOf(
  { request, remoteAddress }: AuthenticatedRequest,
  trusted: readonly Network[],
): Address | undefined {
  // A zone names a network card of this machine, not where the end user is.
  const socket = remoteAddress === null ? null : readAddress(remoteAddress.replace(/%.*$/, ""));
  return socket === null ? undefined : farthest(socket, request.headers.get("x-forwarded-for"), trusted);
}

/**
 * Walks back from the connection as long as the hop is a trusted proxy: each appended the address it heard from at the right end. What
 * stands left of the first other address was written by strangers and is ignored.
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
