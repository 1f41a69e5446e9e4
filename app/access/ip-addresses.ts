/** IP addresses and networks, read strictly: what is not certainly an address is none. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Client } from "../../domain/rate-limits/sender.ts";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Network = readonly [address: Address, prefix: number];

/** An address in its usual spelling, without zone or port; IPv4 within IPv6 (`::ffff:192.0.2.1`) is IPv4. Null of anything else. */
export function readAddress(text: string): Address | null {
  // The library reads "127.1" and "0x7f.1" too, and a zone names a network card of one machine.
  if (isIP(text) === 0 || text.includes("%")) return null;
  return ipaddr.process(text);
}

/** An address as proxies write it: alone, or with a port: `203.0.113.1:5123`, `[2001:db8::7]:443`. Null of anything else. */
export function readHop(text: string): Address | null {
  const [, bracketed, plain, port = "0"] = /^(?:\[([^\]]+)\]|([\d.]+(?=:)))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return Number(port) > PORT_MAX ? null : readAddress(bracketed ?? plain ?? text);
}

const PORT_MAX = 65_535;

/** A network such as `10.1.0.0/16`, or one address alone. Null of anything else. */
export function readNetwork(text: string): Network | null {
  const [, host = "", length] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (isIP(host) === 0 || host.includes("%")) return null;
  const written = ipaddr.parse(host);
  const bits = written.kind() === "ipv4" ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return null;
  const address = readAddress(host);
  if (address === null) return null;
  return address.kind() === written.kind() ? [address, prefix] : mapped(address, prefix);
}

/** `::ffff:10.0.0.0/104` is 10.0.0.0/8; one that is wider is no network of IPv4 alone. */
function mapped(address: Address, prefix: number): Network | null {
  return prefix < 96 ? null : [address, prefix - 96];
}

/** Whether no end user on the Internet can have this address: this machine's, or one within a network of machines or of a carrier. */
export function isPrivate(address: Address): boolean {
  return ["loopback", "private", "uniqueLocal", "linkLocal", "carrierGradeNat"].includes(address.range());
}

export function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix),
  );
}

/**
 * What one end user has, and what one operation has: IPv4 counts by address and /24, IPv6 by /64 and /48. An IPv6 address that stands
 * for an IPv4 address counts as that one.
 */
export function clientAt(address: Address): Client {
  const counted = carriedIPv4(address) ?? address;
  return counted instanceof ipaddr.IPv4
    ? {
        address: counted.toString(),
        subnet: `${new ipaddr.IPv4([...counted.octets.slice(0, 3), 0]).toString()}/24`,
      }
    : { address: network6(counted, 4), subnet: network6(counted, 3) };
}

/**
 * The IPv4 address in an address of NAT64 (64:ff9b::/96, RFC 6052) or 6to4 (2002::/16, RFC 3056); null of any other. For counting alone:
 * a stranger who can make up such an address must not be taken for a trusted proxy or an exempt network.
 */
function carriedIPv4(address: Address): ipaddr.IPv4 | null {
  if (address instanceof ipaddr.IPv4) return null;
  const { parts } = address;
  const [high, low] = isWithin(address, [NAT64])
    ? parts.slice(6)
    : isWithin(address, [SIX_TO_4])
      ? parts.slice(1)
      : [];
  if (high === undefined || low === undefined) return null;
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}

const NAT64: Network = [ipaddr.parse("64:ff9b::"), 96];
const SIX_TO_4: Network = [ipaddr.parse("2002::"), 16];

/** The network of the first so many groups of 16 bits. */
function network6(address: ipaddr.IPv6, groups: number): string {
  const parts = address.parts.map((part, index) => (index < groups ? part : 0));
  return `${new ipaddr.IPv6(parts).toString()}/${groups * 16}`;
}
