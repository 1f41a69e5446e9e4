/** The operators under which messages of the service are counted, for those who read the counts. */
import { operatorsOf } from "../../adapters/numbering/libphonenumber.ts";
import type { Provider } from "../../domain/delivery/provider.ts";

export interface OperatorSources {
  readonly countries: readonly string[];
  readonly chains: readonly { readonly all: readonly Provider[] }[];
}

/** Those of the numbering plan, then the carriers that receipts of these chains may name. */
export function knownOperators({ countries, chains }: OperatorSources): readonly string[] {
  const carriers = chains.flatMap(({ all }) => all.flatMap(({ carriers: named = [] }) => named));
  return [...new Set([...operatorsOf(countries), ...carriers])];
}
