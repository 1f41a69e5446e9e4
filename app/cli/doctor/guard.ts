/** The doctor on what the guard and the limit of addresses know of end users. */
import type { AppConfig } from "../../config/apps.ts";
import type { Config } from "../../config/resolve.ts";
import type { Row } from "./rows.ts";

/** A row for each app whose end users' addresses no request can name. Without production or keys, nothing is said. */
export function examineGuard(config: Config): readonly Row[] {
  const { apps, auth, production, trustedProxies } = config;
  if ((auth !== "keys" && !production) || trustedProxies.length > 0 || config.trustClientIp) return [];
  return apps.filter((app) => isEnforced(app) && !canNameClients(app)).map(unknownAddresses);
}

function isEnforced({ quotas: { guard, ip } }: AppConfig): boolean {
  return guard.mode === "enforce" || ip.some(({ mode }) => mode === "enforce");
}

/** Through hooks alone, no address of a back end counts. */
function canNameClients({ keys, hooks, isPublic }: AppConfig): boolean {
  const hasHooksAlone = keys.length === 0 && hooks.length > 0;
  return isPublic || hasHooksAlone || keys.some(({ clientIp }) => clientIp);
}

function unknownAddresses({ name, quotas: { guard } }: AppConfig): Row {
  const newcomers = guard.asksChallenge
    ? "While few codes come back, a challenge is the only way for newcomers."
    : "While few codes come back, only budgets stop an attack.";
  return {
    about: "guard",
    level: "warning",
    subject: name,
    detail: `No request can name its end user's address, so all users count as the address of the back end. ${newcomers}`,
    remedy:
      "Write client_ip = true for the key of the back end and send client_ip, or set RAMZ_TRUSTED_PROXIES to the network of your proxy.",
  };
}
