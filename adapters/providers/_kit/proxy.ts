/** The proxy variables as Bun 1.4.5 reads them. One that cannot work would fail every send, so it stops the start. */
import { isLoopback } from "./base-url.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** By the protocol of the target; the first that is not empty wins. */
const VARIABLES = {
  "https:": ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
  "http:": ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
} as const;

/** The problems of the proxies that a provider with these options would use, as sentences. */
export function proxyProblems(
  options: Readonly<Record<string, unknown>>,
  env: Environment,
): readonly string[] {
  return targetsOf(options).flatMap((target) => proxyProblem(target, env) ?? []);
}

function proxyProblem(target: URL, env: Environment): string | null {
  if (isLoopback(target) || isExempt(target, env["no_proxy"] || env["NO_PROXY"] || "")) return null;
  const variables = target.protocol === "http:" ? VARIABLES["http:"] : VARIABLES["https:"];
  const variable = variables.find((name) => env[name] !== undefined && env[name] !== "");
  const fault = variable === undefined ? null : faultOf(env[variable] ?? "");
  return fault === null
    ? null
    : `${variable}: ${fault}, so no message can be sent. Write it as http://host:port, unset it, or add the vendor's host to NO_PROXY.`;
}

/** `value` is not shown: it may contain a password. */
function faultOf(value: string): string | null {
  // Without a protocol Bun assumes http.
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https")
    return `a proxy of the protocol ${scheme} cannot be used, only http and https`;
  const url = /[\s"']/.test(value) ? null : URL.parse(scheme === undefined ? `http://${value}` : value);
  return url === null || url.hostname === "" ? "its value is not the address of a proxy" : null;
}

/** Whether NO_PROXY lists the target: `*`, a host, a domain with its subdomains, each with or without a port. */
function isExempt({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const targetPort = port || (protocol === "http:" ? "80" : "443");
  return noProxy
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .some((entry) => {
      const [, domain = "", onlyPort] = /^\*?\.?([^:]+)(?::([0-9]+))?$/.exec(entry) ?? [];
      if (entry === "*") return true;
      const isListed = hostname === domain || hostname.endsWith(`.${domain}`);
      return isListed && (onlyPort === undefined || onlyPort === targetPort);
    });
}

/** Where a provider with these options sends: its options that are URLs. Without any, it stands for some host of its vendor. */
function targetsOf(options: Readonly<Record<string, unknown>>): readonly URL[] {
  const urls = Object.values(options).flatMap((value) => {
    const url = typeof value === "string" && /^https?:\/\//.test(value) ? URL.parse(value) : null;
    return url === null ? [] : [url];
  });
  return urls.length > 0 ? urls : [new URL("https://vendor.invalid")];
}
