/** Who may call Ramz, and who is trusted to name the end user's address. */
import { type Network, readNetwork } from "../access/ip-addresses.ts";
import type { RawConfig } from "./schema.ts";

/**
 * `keys`: calls need the key of an app. `none`: calls need no key, because RAMZ_AUTH says so. `unset`: calls need no key, because nothing
 * is configured; Ramz then listens on this machine alone unless HOST is set.
 */
export type Auth = "keys" | "none" | "unset";

export interface Access {
  readonly auth: Auth;
  /** Networks of the proxies whose X-Forwarded-For is trusted. */
  readonly trustedProxies: readonly Network[];
  /** Without apps: whether `client_ip` in a body is trusted. */
  readonly trustClientIp: boolean;
}

/** The shortest prefix accepted. A shorter one covers strangers' networks, who could then forge addresses. */
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/** The remedy when calls need no key. */
export const ADD_KEY_OR_SAY_NONE =
  "Make a key for an app with: ramz key new, or set RAMZ_AUTH=none if only your own systems can reach Ramz.";

export function accessOf(raw: RawConfig, production: boolean, problems: string[]): Access {
  const hasApps = Object.keys(raw.apps).length > 0;
  if (hasApps && raw.auth === "none")
    problems.push(
      "RAMZ_AUTH: none conflicts with the configured apps, whose calls need a key. Remove RAMZ_AUTH, or the apps.",
    );
  if (hasApps && raw.trust_client_ip)
    problems.push(
      "RAMZ_TRUST_CLIENT_IP: has no effect with apps. Remove it, and write client_ip = true for the keys whose callers know the end user's address.",
    );
  if (!hasApps && raw.auth === undefined && production)
    problems.push(
      `RAMZ_AUTH: no app is configured, so calls would need no key, which is refused when NODE_ENV=production. ${ADD_KEY_OR_SAY_NONE}`,
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
      `RAMZ_TRUSTED_PROXIES: "${text}" is not a network. Write an address or a network, e.g. 10.1.0.0/16 or fd12:3456::/32.`,
    );
    return [];
  }
  const [address, prefix] = network;
  const shortest = SHORTEST_PREFIX[address.kind()];
  if (prefix < shortest) {
    problems.push(
      `RAMZ_TRUSTED_PROXIES: "${text}" is wider than the networks of your own proxies, so strangers could forge the end user's address. Write /${shortest} or longer.`,
    );
    return [];
  }
  return [network];
}
