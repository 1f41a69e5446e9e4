/** A provider as `ramz providers` shows it: what is known of it without opening it, and what its examination found. */
import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";
import type { ListedProvider } from "../../composition/provider-list.ts";
import type { Examined } from "../doctor/providers.ts";

export interface ShownProvider extends ListedProvider {
  /** Whose chains it is in: `service`, or names of apps that have chains of their own. */
  readonly chains: readonly string[];
  readonly health: Health;
  readonly findings: readonly Finding[];
}

/** `unknown`: it was not asked, or has no examination. */
export type Health = Finding["level"] | "unknown";

export function shownOf(listed: ListedProvider, examined: readonly Examined[]): ShownProvider {
  const own = examined.filter(({ handle }) => handle.name === listed.name);
  const findings = own.flatMap((one) => one.findings ?? []);
  return {
    ...listed,
    chains: own.map(({ handle }) => handle.owner ?? "service"),
    health: healthOf(findings),
    findings,
  };
}

/** The worst level found. */
function healthOf(findings: readonly Finding[]): Health {
  const levels = ["problem", "warning", "ok"] as const;
  return levels.find((level) => findings.some((finding) => finding.level === level)) ?? "unknown";
}
