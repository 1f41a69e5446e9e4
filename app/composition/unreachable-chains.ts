/** Chains of the configuration that no send can pick, each as a sentence. Known only once their providers are opened. */
import type { OpenedProvider } from "../../adapters/providers/_kit/create.ts";
import { callingCodeOf, isKnownCountry } from "../../adapters/numbering/libphonenumber.ts";
import { type Unreachable, unreachableChains } from "../../domain/delivery/unreachable-chains.ts";
import type { AppConfig } from "../config/apps.ts";
import { chainName, type WrittenChain } from "../config/tables/chains.ts";

interface OpenedChains {
  readonly apps: readonly Pick<AppConfig, "recipients">[];
  readonly opened: readonly Pick<OpenedProvider, "provider">[];
  readonly chains: readonly WrittenChain[];
}

/** What is wrong with chains that can never be picked. Unknown countries are reported elsewhere, and nothing is said until they are right. */
export function unreachableProblems({ apps, opened, chains }: OpenedChains): readonly string[] {
  const countries = [...new Set(apps.flatMap(({ recipients }) => recipients.countries))];
  const known = countries.filter(isKnownCountry);
  if (known.length < countries.length) return [];
  const rules = chains.map((written) => ({
    ...written,
    written,
    providers: opened.map(({ provider }) => provider).filter(({ name }) => written.providers.includes(name)),
  }));
  return unreachableChains(rules, known.map(callingCodeOf)).map(
    (found) => `chains: ${chainName(found.rule.written)} can never be picked: ${reasonOf(found, countries)}`,
  );
}

type Found = Unreachable<
  Parameters<typeof unreachableChains>[0][number] & { readonly written: WrittenChain }
>;

function reasonOf(found: Found, countries: readonly string[]): string {
  switch (found.kind) {
    case "no_provider":
      return `none of its providers has the channel "${found.rule.channel}". Change its channel or its providers.`;
    case "no_number":
      return `no number of ${countries.join(", ")} begins like this. Correct the prefix, or add the country to OTP_COUNTRIES.`;
    case "covered": {
      const [own, other] = [chainName(found.rule.written), chainName(found.by.written)];
      return own === other
        ? "there is another one with the same conditions. Remove one of them."
        : `${other} is picked for all its sends. Remove it, or give it narrower conditions.`;
    }
  }
}
