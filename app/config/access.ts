/** Who may call Ramz, and whose word about the end user's address is taken. */
import { type Network, readNetwork } from "../access/ip-addresses.ts";
import type { RawConfig } from "./schema.ts";

/**
 * `keys`: only with the key of an app. `none`: anybody, as somebody wrote down. `unset`: anybody, as nobody wrote anything, and so
 * on this machine alone unless HOST says otherwise.
 */
export type Auth = "keys" | "none" | "unset";

export interface Access {
  readonly auth: Auth;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly Network[];
  /** Without apps: whether `client_ip` in a body is believed. */
  readonly trustClientIp: boolean;
}

/** Shorter ones are not somebody's own network: a few of them trust everybody. */
const SHORTEST = { ipv4: 8, ipv6: 16 } as const;

export function accessOf(raw: RawConfig, production: boolean, problems: string[]): Access {
  const hasApps = Object.keys(raw.apps).length > 0;
  if (hasApps && raw.auth === "none")
    problems.push(
      "RAMZ_AUTH: none lets anybody in, while the keys of apps are configured. Leave RAMZ_AUTH out, or the apps.",
    );
  if (hasApps && raw.trust_client_ip)
    problems.push(
      "RAMZ_TRUST_CLIENT_IP: means nothing with apps. Leave it out, and write client_ip = true with the keys whose callers know the end user's address.",
    );
  if (!hasApps && raw.auth === undefined && production)
    problems.push(
      "RAMZ_AUTH: no app is configured, so anybody who reaches Ramz could send codes; that is refused when NODE_ENV=production. Make a key for an app with: ramz key new, or set RAMZ_AUTH=none where nobody but your own systems reaches Ramz.",
    );
  return {
    auth: hasApps ? "keys" : (raw.auth ?? "unset"),
    trustedProxies: raw.trusted_proxies.flatMap((text) => proxiesAt(text, problems)),
    trustClientIp: raw.trust_client_ip,
  };
}

function proxiesAt(text: string, problems: string[]): readonly Network[] {
  const network = readNetwork(text);
  if (network === null) {
    problems.push(
      `RAMZ_TRUSTED_PROXIES: "${text}" is no network. Write an address or a network, e.g. 10.1.0.0/16 or fd12:3456::/32.`,
    );
    return [];
  }
  const [address, prefix] = network;
  const shortest = SHORTEST[address.kind()];
  if (prefix < shortest) {
    problems.push(
      `RAMZ_TRUSTED_PROXIES: "${text}" trusts half the internet to say where an end user is, which anybody could then forge. Write the networks of your own proxies, /${shortest} or longer.`,
    );
    return [];
  }
  return [network];
}
