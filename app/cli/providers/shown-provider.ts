/** A provider as `ramz providers` shows it: what is known of it without opening it, and what its examination found. */
import type { Finding } from "../../../adapters/providers/_kit/plugin.ts";
import type { ListedProvider } from "../../composition/provider-list.ts";
import type { Examined } from "../doctor/providers.ts";

export interface ShownProvider extends ListedProvider {
  /** Why it was not asked although it is in a chain, a sentence each; none where it was, or where the reason is another provider's. */
  readonly unopened: readonly string[];
  readonly health: Health;
  readonly findings: readonly Finding[];
}

/** `unknown`: it was not asked, or has no examination. */
export type Health = Finding["level"] | "unknown";

/** `problems` kept the chains from being opened, and with them from being examined. */
export function shownOf(
  listed: ListedProvider,
  { examined, problems }: { readonly examined: readonly Examined[]; readonly problems: readonly string[] },
): ShownProvider {
  const own = examined.filter(({ handle }) => handle.name === listed.name);
  const findings = own.flatMap((one) => one.findings ?? []);
  return {
    ...listed,
    unopened: listed.problem === null ? problems.flatMap((problem) => ofProvider(problem, listed.name)) : [],
    health: healthOf(findings),
    findings,
  };
}

/** The problem without the words that name the provider, where it is this one's: each begins with its provider, and with the app before it. */
function ofProvider(problem: string, name: string): readonly string[] {
  const [before = "", after] = problem.split(`provider "${name}"`);
  return after === undefined ? [] : [before + after.replace(/^[,:]? /, "")];
}

/** The worst level found. */
function healthOf(findings: readonly Finding[]): Health {
  const levels = ["problem", "warning", "ok"] as const;
  return levels.find((level) => findings.some((finding) => finding.level === level)) ?? "unknown";
}
