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

export function isWithin(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix),
  );
}

/** What one end user has, and what one operation has: IPv4 counts by address and /24, IPv6 by /64 and /48. */
export function clientAt(address: Address): Client {
  return address instanceof ipaddr.IPv4
    ? {
        address: address.toString(),
        subnet: `${new ipaddr.IPv4([...address.octets.slice(0, 3), 0]).toString()}/24`,
      }
    : { address: network6(address, 4), subnet: network6(address, 3) };
}

/** The network of the first so many groups of 16 bits. */
function network6(address: ipaddr.IPv6, groups: number): string {
  const parts = address.parts.map((part, index) => (index < groups ? part : 0));
  return `${new ipaddr.IPv6(parts).toString()}/${groups * 16}`;
}
