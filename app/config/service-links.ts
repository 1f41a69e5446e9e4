/**
 * Variables that Kubernetes sets in every container for each service of its namespace, unless `enableServiceLinks` is false. A service named
 * `ramz` makes RAMZ_PORT=tcp://10.96.0.12:8000, RAMZ_SERVICE_HOST and more, which are no settings (Kubernetes, "Service": environment variables).
 */
const LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO))?)$/;

const ADDRESS = /^(?:tcp|udp|sctp):\/\//;

/** Whether the variable is such a link, not a misspelled setting. */
export function isServiceLink(name: string, value: string): boolean {
  return LINK.test(name) || (name.endsWith("_PORT") && ADDRESS.test(value));
}

/** What a setting with the address of such a link needs besides its usual remedy; empty for other values. */
export function serviceLinkRemedy(value: unknown): string {
  if (typeof value !== "string" || !ADDRESS.test(value)) return "";
  return "Kubernetes writes such addresses for its services; enableServiceLinks: false in the pod keeps them away.";
}
