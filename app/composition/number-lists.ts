/** The lists of numbers and networks in the configuration, read as the rules of recipients read numbers. */
import { admit, type Numbering, type RecipientRules } from "../../domain/recipient/recipient.ts";
import type { Config } from "../config/resolve.ts";
import { type Exemptions, exemptionsOf } from "../config/tables/exempt.ts";
import { testNumbersOf } from "../config/tables/test-numbers.ts";
import type { TestNumbers } from "../../domain/recipient/test-number.ts";

export interface NumberLists {
  readonly exempt: Exemptions;
  /** By app. */
  readonly testNumbers: ReadonlyMap<string, TestNumbers>;
}

export interface ReadNumberLists {
  readonly lists: NumberLists;
  /** With any of them, the lists must not be used. */
  readonly problems: readonly string[];
}

/** What is known of the world's numbers. */
export interface Regions {
  readonly numbering: Numbering;
  isKnownCountry(country: string): boolean;
}

/** The lists, or what is wrong with them or with the countries: numbers can be read only once every country is known. */
export function readNumberLists(
  config: ListConfig,
  { numbering, isKnownCountry }: Regions,
  now: number,
): ReadNumberLists {
  const problems = unknownCountries(config, isKnownCountry);
  if (problems.length === 0) return listsOf(config, numbering, now);
  return { lists: { exempt: { numbers: {}, networks: [] }, testNumbers: new Map() }, problems };
}

type ListConfig = Pick<Config, "apps" | "auth" | "exempt" | "production" | "recipients">;

function listsOf(config: ListConfig, numbering: Numbering, now: number): ReadNumberLists {
  const { production, recipients } = config;
  const reads = (rules: RecipientRules) => (typed: string) => {
    const admission = admit(typed, rules, numbering);
    return admission.kind === "admitted" ? admission.recipient : null;
  };
  const { problems: ofExempt, ...exempt } = exemptionsOf(config.exempt, {
    now,
    canonical: reads(recipients),
  });
  const read = config.apps.map((app) => {
    const where = config.auth === "keys" ? `apps.${app.name}.test_numbers` : "test_numbers";
    const { codeLength } = app.policy;
    const canonical = reads(app.recipients);
    return {
      name: app.name,
      ...testNumbersOf(app.testNumbers, { codeLength, production, where, canonical }),
    };
  });
  return {
    lists: { exempt, testNumbers: new Map(read.map(({ name, testNumbers }) => [name, testNumbers])) },
    problems: [...ofExempt, ...read.flatMap(({ problems }) => problems)],
  };
}

function unknownCountries(
  { apps, recipients }: ListConfig,
  isKnown: (country: string) => boolean,
): readonly string[] {
  const ofApps = apps.flatMap((app) =>
    app.recipients.countries
      .filter((country) => !recipients.countries.includes(country))
      .map((country) => [`apps.${app.name}.countries`, country] as const),
  );
  return [...recipients.countries.map((country) => ["OTP_COUNTRIES", country] as const), ...ofApps]
    .filter(([, country]) => !isKnown(country))
    .map(
      ([where, country]) =>
        `${where}: "${country}" is no country with a numbering plan. Use ISO codes such as IR or DE.`,
    );
}
