/** The configuration's lists of numbers and networks. Their numbers are read by the same rules as the numbers of requests. */
import { isKnownCountry, libphonenumber } from "../../adapters/numbering/libphonenumber.ts";
import { admit, type RecipientRules } from "../../domain/recipient/recipient.ts";
import type { TestNumbers } from "../../domain/recipient/test-number.ts";
import type { Config } from "../config/resolve.ts";
import { type Exemptions, exemptionsOf } from "../config/tables/exempt.ts";
import { testNumbersOf } from "../config/tables/test-numbers.ts";

export interface NumberLists {
  readonly exempt: Exemptions;
  /** By app. */
  readonly testNumbers: ReadonlyMap<string, TestNumbers>;
}

export interface ReadNumberLists {
  readonly lists: NumberLists;
  /** If there are any, `lists` must not be used. */
  readonly problems: readonly string[];
}

type ListConfig = Pick<Config, "apps" | "auth" | "exempt" | "production" | "recipients">;

/** The lists, or the problems with them or with the countries: a number can be read only if every country is known. */
export function readNumberLists(config: ListConfig, now: number): ReadNumberLists {
  const problems = unknownCountries(config);
  if (problems.length === 0) return listsOf(config, now);
  return { lists: { exempt: { numbers: {}, networks: [] }, testNumbers: new Map() }, problems };
}

function listsOf(config: ListConfig, now: number): ReadNumberLists {
  const { production, recipients } = config;
  const { problems: ofExempt, ...exempt } = exemptionsOf(config.exempt, {
    now,
    canonical: canonicalBy(recipients),
  });
  const read = config.apps.map((app) => {
    const where = config.auth === "keys" ? `apps.${app.name}.test_numbers` : "test_numbers";
    const { codeLength } = app.policy;
    const canonical = canonicalBy(app.recipients);
    return {
      name: app.name,
      ...testNumbersOf(app.testNumbers, { now, codeLength, production, where, canonical }),
    };
  });
  return {
    lists: { exempt, testNumbers: new Map(read.map(({ name, testNumbers }) => [name, testNumbers])) },
    problems: [...ofExempt, ...read.flatMap(({ problems }) => problems)],
  };
}

/** Reads a number in any usual spelling; null when these rules do not admit it. */
function canonicalBy(rules: RecipientRules): (typed: string) => string | null {
  return (typed) => {
    const admission = admit(typed, rules, libphonenumber);
    return admission.kind === "admitted" ? admission.recipient : null;
  };
}

function unknownCountries({ apps, recipients }: ListConfig): readonly string[] {
  const ofService = recipients.countries.map((country) => ["OTP_COUNTRIES", country] as const);
  const ofApps = apps.flatMap((app) =>
    app.recipients.countries
      .filter((country) => !recipients.countries.includes(country))
      .map((country) => [`apps.${app.name}.countries`, country] as const),
  );
  return [...ofService, ...ofApps]
    .filter(([, country]) => !isKnownCountry(country))
    .map(
      ([where, country]) =>
        `${where}: "${country}" is not a country with a numbering plan. Use ISO codes such as IR or DE.`,
    );
}
