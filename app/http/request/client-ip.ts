/**
 * Where the end user is. Three sources, nothing else: the connection; X-Forwarded-For as far as trusted proxies wrote it; and a caller
 * whose key permits `client_ip`. When in doubt the connection's address counts, so that no header evades a limit.
 */
import {
  type Address,
  clientAt,
  isPrivate,
  isWithin,
  type Network,
  readAddress,
  readHop,
} from "../../access/ip-addresses.ts";
import type { Service } from "../../service/service.ts";
import { ProblemError } from "../problems/problem.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import type { AuthenticatedRequest } from "./surface.ts";
import type { Client, Exemption } from "../../../domain/rate-limits/sender.ts";

/**
 * The end user of a request, undefined when the address is unknown. `named` is the `client_ip` of the body. Throws a ProblemError: 403
 * when the caller may not name it.
 */
export function clientOf(
  request: AuthenticatedRequest,
  service: Pick<Service, "trustedProxies" | "exemptNetworks" | "warnOnce">,
  named: string | undefined,
): Client | undefined {
  if (named !== undefined && !request.caller.mayNameClient) throw new ProblemError("client_ip_not_allowed");
  const ofCaller = named === undefined ? null : readAddress(named);
  const address = ofCaller ?? addressOf(request, service);
  if (address === undefined) return undefined;
  const exemption = exemptionAt(address, service.exemptNetworks);
  const isCallers = ofCaller === null && mayBeCallers(request, service, address);
  return { ...clientAt(address), ...(isCallers && { isCallers }), ...(exemption && { exemption }) };
}

/**
 * The end user at an address that a trusted log-in server names in its request. Undefined when it names none, or one that is no end
 * user's: its own, a proxy's, or one of a private network.
 */
export function namedClient(
  request: Pick<AuthenticatedRequest, "request" | "remoteAddress">,
  service: Pick<Service, "trustedProxies" | "exemptNetworks" | "warnOnce">,
  named: string | undefined,
): Client | undefined {
  const address = named === undefined ? null : readAddress(named);
  if (address === null || isPrivate(address) || isWithin(address, service.trustedProxies)) return undefined;
  if (address.toString() === addressOf(request, service)?.toString()) return undefined;
  const exemption = exemptionAt(address, service.exemptNetworks);
  return { ...clientAt(address), ...(exemption && { exemption }) };
}

/** Of a back end that knows its end users' addresses and named none, of a proxy, or of another machine of a private network. */
function mayBeCallers(
  { caller }: AuthenticatedRequest,
  { trustedProxies }: Pick<Service, "trustedProxies">,
  address: Address,
): boolean {
  return caller.mayNameClient || isPrivate(address) || isWithin(address, trustedProxies);
}

/** The exemption that lasts longest, of the networks that hold the address. */
function exemptionAt(address: Address, networks: Service["exemptNetworks"]): Exemption | undefined {
  return networks
    .filter(({ network }) => isWithin(address, [network]))
    .map(({ exemption }) => exemption)
    .sort((a, b) => b.until - a.until)[0];
}

/** The address that a request comes from, as far as proxies are trusted; undefined when it is not known. */
export function addressOf(
  { request, remoteAddress }: Pick<AuthenticatedRequest, "request" | "remoteAddress">,
  { trustedProxies, warnOnce }: Pick<Service, "trustedProxies" | "warnOnce">,
): Address | undefined {
  // A zone names a network card of this machine, not where the end user is.
  const socket = remoteAddress === null ? null : readAddress(remoteAddress.replace(/%.*$/, ""));
  if (socket === null) return undefined;
  const { address, unreadable } = farthest(socket, request.headers.get(HEADER), trustedProxies);
  if (unreadable !== undefined) warnOnce("unreadable_forwarded_for", unreadableText(socket, unreadable));
  return address;
}

const HEADER = "x-forwarded-for";

/** How the entry is written, with its digits as zeros: it may be the address of an end user. */
function unreadableText(proxy: Address, entry: string): string {
  const written = JSON.stringify(entry.trim().slice(0, ENTRY_SHOWN).replace(/\d/g, "0"));
  return (
    `X-Forwarded-For: the trusted proxy ${proxy.toString()} wrote ${written} (digits shown as 0), which is not an IP address, so its own address counts for all its users. ` +
    "Configure it to append the address of its client, with or without a port. Further such requests are not logged."
  );
}

const ENTRY_SHOWN = 60;

/** Whether the address of a request had a part in its refusal. */
function isRefusedByAddress(verdict: StartVerdict): boolean {
  if (verdict.kind === "low_conversion") return verdict.rule === "address" || verdict.rule === "subnet";
  return verdict.kind === "ip_limit" || verdict.kind === "challenge_required";
}

/**
 * To be called with every verdict of a start: behind a proxy that is not configured, all end users have the proxy's
 * address, and their header is ignored. Logs it once.
 */
export function warnOfIgnoredHeader(
  verdict: StartVerdict,
  { request: { headers }, remoteAddress }: AuthenticatedRequest,
  { trustedProxies, warnOnce }: Pick<Service, "trustedProxies" | "warnOnce">,
): void {
  if (!isRefusedByAddress(verdict) || trustedProxies.length > 0 || !headers.has(HEADER)) return;
  warnOnce(
    "ignored_forwarded_for",
    `The limit of addresses or the guard refused a request from ${remoteAddress ?? "an unknown address"} whose X-Forwarded-For is ignored, because no proxy is configured. ` +
      "If that is your proxy, set RAMZ_TRUSTED_PROXIES to its network, so that each of its users has a limit. Further such requests are not logged.",
  );
}

/**
 * Walks back from the connection as long as the hop is a trusted proxy: each appended the address it heard from at the right end. What
 * stands left of the first other address was written by strangers and is ignored. An entry that is no address leaves the connection's.
 */
export function farthest(socket: Address, forwardedFor: string | null, trusted: readonly Network[]): Found {
  const hops = forwardedFor === null ? [] : forwardedFor.split(",");
  let address = socket;
  while (isWithin(address, trusted)) {
    const hop = hops.pop();
    if (hop === undefined) break;
    const before = readHop(hop.trim());
    if (before === null) return { address: socket, unreadable: hop };
    address = before;
  }
  return { address };
}

interface Found {
  readonly address: Address;
  /** The entry of a trusted proxy that is no address. */
  readonly unreadable?: string;
}
