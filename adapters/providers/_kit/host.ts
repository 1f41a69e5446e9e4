/** The host that plugins get, made from what the process has. */
import { isLoopback } from "./base-url.ts";
import { exchange } from "./http-exchange.ts";
import type { ProviderHost } from "./plugin.ts";

/** More than any answer of a vendor, including a page of 200 templates. */
const ANSWER_BYTES_MAX = 1024 * 1024;

export type HostParts = Omit<ProviderHost, "exchange">;

export function createHost(parts: HostParts): ProviderHost {
  const host = { ...parts, fetch: directToLoopback(parts.fetch) };
  return { ...host, exchange: (call, deadline) => exchange(call, deadline, host, ANSWER_BYTES_MAX) };
}

/** A call to this machine never goes through HTTP_PROXY: the proxy would read key and code, and could not reach the address. */
function directToLoopback(fetch: ProviderHost["fetch"]): ProviderHost["fetch"] {
  return (url, init) => {
    const target = URL.parse(url);
    if (target === null || !isLoopback(target)) return fetch(url, init);
    const direct: BunFetchRequestInit = { ...init, proxy: false };
    return fetch(url, direct);
  };
}
