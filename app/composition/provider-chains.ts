/** The chains of providers that the apps send through. Apps whose providers are set alike share one, and so its breakers. */
import type { OpenedProvider } from "../../adapters/providers/_kit/open-chain.ts";
import type { AppConfig, ServiceRules } from "../config/apps.ts";

export interface Chain {
  /** The app, or the first of several, whose own chain it is; null of the service's. */
  readonly owner: string | null;
  readonly apps: readonly AppConfig[];
  readonly opened: readonly OpenedProvider[];
}

type Open = (
  app: AppConfig,
  isOwn: boolean,
) => Promise<
  | { readonly kind: "opened"; readonly chain: readonly OpenedProvider[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] }
>;

export type OpenedChains =
  | { readonly kind: "opened"; readonly chains: readonly Chain[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** Opens every chain that an app uses, once. A problem of an app's own chain names the app. */
export async function openChains(
  apps: readonly AppConfig[],
  service: ServiceRules,
  open: Open,
): Promise<OpenedChains> {
  const chains: Chain[] = [];
  const problems: string[] = [];
  const ofService = settingsOf({ ...service, ownOptions: {} });
  for (const [settings, same] of Map.groupBy(apps, settingsOf)) {
    const [first] = same;
    if (first === undefined) continue;
    const owner = settings === ofService ? null : first.name;
    const opened = await open(first, owner !== null);
    if (opened.kind === "opened") chains.push({ owner, apps: same, opened: opened.chain });
    else
      problems.push(
        ...opened.problems.map((problem) => (owner === null ? problem : `apps.${owner}: ${problem}`)),
      );
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "opened", chains };
}

/** A provider where those of all chains stand side by side, e.g. `shop:kavenegar/verify`. */
export function labelOf({ owner }: Pick<Chain, "owner">, provider: string): string {
  return owner === null ? provider : `${owner}:${provider}`;
}

/** All that decides how a chain is opened, the length of codes included: providers check their texts with it. */
function settingsOf(
  app: Omit<ServiceRules, "recipients" | "quotas" | "testNumbers"> & Pick<AppConfig, "ownOptions">,
): string {
  return JSON.stringify([app.providers, app.providerOptions, app.ownOptions, app.policy.codeLength]);
}
