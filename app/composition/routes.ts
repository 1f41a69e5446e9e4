/** The routes of all chains, for operators: every chain of every app that it may take, at every operator. */
import { providersFor } from "../../domain/delivery/fallback-chain.ts";
import type { RequestedChannel } from "../../domain/delivery/provider.ts";
import type { Clock, Secrets } from "../../domain/ports.ts";
import type { RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import { readRoutes, type RouteLookup } from "../../domain/routing/read-routes.ts";
import { chainKeyOf } from "../../domain/routing/routing.ts";
import type { AppConfig } from "../config/apps.ts";
import type { RouteView, Service } from "../service/service.ts";
import type { ChainWithBreakers } from "./chain-breakers.ts";
import { knownOperators } from "./known-operators.ts";
import { labelOf } from "./provider-chains.ts";

export interface RouteParts {
  readonly countries: readonly string[];
  readonly chains: readonly ChainWithBreakers[];
  readonly windows: RateWindows;
  readonly secrets: Pick<Secrets, "windowKey">;
  readonly clock: Pick<Clock, "now">;
}

/** A chain of one app for one channel, before an operator is chosen. */
type Way = Pick<RouteView, "app" | "mode" | "channel"> &
  Omit<RouteLookup, "query"> & { readonly labels: readonly string[] };

/** Reads the routes in which anything was sent lately. Apps with the same chain share what they learn, and are told apart all the same. */
export function routesOf({ countries, chains, windows, secrets, clock }: RouteParts): Service["routes"] {
  const known = knownOperators({ countries, chains });
  const ways = chains.flatMap((chain) => chain.apps.flatMap((app) => waysOf(chain, app)));
  return async ({ operator, app }) => {
    const operators = operator === undefined ? known : [operator];
    const asked = ways
      .filter((way) => app === undefined || way.app === app)
      .flatMap((way) => operators.map((one) => ({ ...way, operator: one })));
    const lookups = asked.map(({ labels, channel, operator: place, names, rules }) => ({
      names,
      rules,
      query: {
        operator: place,
        chain: chainKeyOf(channel, labels, secrets),
        providers: labels,
        priced: rules.prefer === "cheapest",
      },
    }));
    const tables = await readRoutes(windows, lookups, clock.now());
    return asked.flatMap(
      ({ app: name, mode, rules: { prefer }, channel, operator: place }, index): readonly RouteView[] => {
        const table = tables[index];
        if (table === undefined || table.rows.every(({ day, hour }) => day.sends + hour.sends === 0))
          return [];
        return [{ app: name, mode, prefer, channel, operator: place, ...table }];
      },
    );
  };
}

function waysOf(chain: ChainWithBreakers, { name: app, routing: rules }: AppConfig): readonly Way[] {
  const seen = new Set<string>();
  return [...chain.chains, { providers: chain.providers, channel: undefined }].flatMap((rule) => {
    const channels: readonly RequestedChannel[] =
      rule.channel === undefined
        ? ["auto", ...new Set(rule.providers.flatMap(({ channels: own }) => own))]
        : [rule.channel];
    return channels.flatMap((channel): readonly Way[] => {
      const names = providersFor(channel, rule.providers).map(({ name }) => name);
      const text = [channel, ...names].join("\n");
      if (names.length < 2 || seen.has(text)) return [];
      seen.add(text);
      return [
        { app, mode: rules.mode, rules, channel, names, labels: names.map((one) => labelOf(chain, one)) },
      ];
    });
  });
}
