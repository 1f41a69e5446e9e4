/** Chains for certain sends: by prefix of the number, purpose and channel. The most specific one that can carry a send is picked. */
import type { Recipient } from "../recipient/recipient.ts";
import { providersFor } from "./fallback-chain.ts";
import type { Provider, RequestedChannel } from "./provider.ts";

/** What a chain is for; what is left out may be anything. */
export interface ChainConditions {
  /** Beginning of the number in E.164, e.g. `+98`. */
  readonly prefix?: string;
  readonly purpose?: string;
  /** As a start asks for it. */
  readonly channel?: RequestedChannel;
}

export interface ChainRule<P extends Pick<Provider, "channels"> = Provider> extends ChainConditions {
  /** In the order of the chain. */
  readonly providers: readonly P[];
}

export interface ChainRequest {
  readonly recipient: Recipient;
  readonly purpose: string;
  readonly channel: RequestedChannel;
}

/**
 * The rules with the most specific first: a longer prefix before a shorter one and before none, then one with a purpose, then one with
 * a channel. The number comes first, because its country decides which vendors can reach it.
 */
export function bySpecificity<R extends ChainConditions>(rules: readonly R[]): readonly R[] {
  return rules.toSorted(
    (a, b) =>
      (b.prefix ?? "").length - (a.prefix ?? "").length ||
      Number(b.purpose !== undefined) - Number(a.purpose !== undefined) ||
      Number(b.channel !== undefined) - Number(a.channel !== undefined),
  );
}

/**
 * The providers that carry this send: those with its channel in the first of `rules` that fits it and has any. `rules` are in the order
 * of `bySpecificity`. Empty when none has the channel.
 */
export function chainFor(
  { recipient, purpose, channel }: ChainRequest,
  rules: readonly ChainRule[],
): readonly Provider[] {
  for (const rule of rules) {
    if (rule.prefix !== undefined && !recipient.startsWith(rule.prefix)) continue;
    if (rule.purpose !== undefined && rule.purpose !== purpose) continue;
    if (rule.channel !== undefined && rule.channel !== channel) continue;
    const providers = providersFor(channel, rule.providers);
    if (providers.length > 0) return providers;
  }
  return [];
}
