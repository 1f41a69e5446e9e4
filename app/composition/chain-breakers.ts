/** A chain as the service calls it: its providers by rule, and the breakers that pause them. */
import type { ChainRule } from "../../domain/delivery/chain-rules.ts";
import type { Breakers } from "../../domain/delivery/circuit-breaker.ts";
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";
import type { Chain } from "./provider-chains.ts";

export type Watch = (message: DeliveryMessage) => void;

export interface ChainWithBreakers extends Pick<Chain, "owner" | "apps"> {
  /** Every provider of its chains. */
  readonly all: readonly Provider[];
  readonly providers: readonly Provider[];
  readonly chains: readonly ChainRule[];
  /** Each chain has its own: one app's wrong template must not pause another app's provider of the same name. */
  readonly breakers: Breakers;
}

/** `watch` is called with every message before its provider gets it. */
export function withBreakers(
  { owner, apps, opened, providers, chains }: Chain,
  breakers: Breakers,
  watch: Watch | undefined,
): ChainWithBreakers {
  const all = opened.map(({ provider }) => (watch === undefined ? provider : watched(provider, watch)));
  const named = (names: readonly string[]) =>
    names.flatMap((name) => all.find((provider) => provider.name === name) ?? []);
  return {
    owner,
    apps,
    all,
    providers: named(providers),
    chains: chains.map((rule) => ({ ...rule, providers: named(rule.providers) })),
    breakers,
  };
}

/** The provider; `watch` is called with each message before it. */
function watched(provider: Provider, watch: Watch): Provider {
  return {
    ...provider,
    deliver(message, deadline) {
      watch(message);
      return provider.deliver(message, deadline);
    },
  };
}
