/** Chains that no send can pick: mistakes of a configuration, found before the first send. */
import { bySpecificity, type ChainRule } from "./chain-rules.ts";
import { providersFor } from "./fallback-chain.ts";
import type { Provider, RequestedChannel } from "./provider.ts";

type Rule = ChainRule<Pick<Provider, "channels">>;

export type Unreachable<R extends Rule> =
  /** No provider of the chain has its channel. */
  | { readonly kind: "no_provider"; readonly rule: R }
  /** Numbers with its prefix are not sent to. */
  | { readonly kind: "no_number"; readonly rule: R }
  /** Others are picked wherever it would be; `by` is one of them. */
  | { readonly kind: "covered"; readonly rule: R; readonly by: R };

const CHANNELS: readonly RequestedChannel[] = ["sms", "call", "messenger", "auto"];

/** The rules that can never be picked. `callingCodes` are those of the countries that are sent to, e.g. `+98`. */
export function unreachableChains<R extends Rule>(
  rules: readonly R[],
  callingCodes: readonly string[],
): readonly Unreachable<R>[] {
  const ordered = bySpecificity(rules);
  return ordered.flatMap((rule, place): readonly Unreachable<R>[] => {
    const channels = channelsOf(rule);
    if (channels.length === 0) return [{ kind: "no_provider", rule }];
    const prefixes = prefixesOf(rule, callingCodes);
    if (prefixes.length === 0) return [{ kind: "no_number", rule }];
    const before = ordered.slice(0, place);
    const covers = prefixes.flatMap((prefix) =>
      channels.map((channel) => before.find((other) => covered(other, rule, prefix, channel))),
    );
    const [by] = covers;
    return by === undefined || covers.includes(undefined) ? [] : [{ kind: "covered", rule, by }];
  });
}

/** The channels for which it has a provider. */
function channelsOf({ channel: only, providers }: Rule): readonly RequestedChannel[] {
  return CHANNELS.filter(
    (channel) => (only ?? channel) === channel && providersFor(channel, providers).length > 0,
  );
}

/** The beginnings of the numbers that it is for and that are sent to. */
function prefixesOf({ prefix = "" }: Rule, callingCodes: readonly string[]): readonly string[] {
  return callingCodes.flatMap((code) => {
    if (code.startsWith(prefix)) return [code];
    return prefix.startsWith(code) ? [prefix] : [];
  });
}

/** Whether `other` is picked for every number with this prefix that `rule` would get by this channel. */
function covered(other: Rule, rule: Rule, prefix: string, channel: RequestedChannel): boolean {
  return (
    prefix.startsWith(other.prefix ?? "") &&
    (other.purpose ?? rule.purpose) === rule.purpose &&
    channelsOf(other).includes(channel)
  );
}
