/** The lists of numbers and networks in the configuration, read as the rules of recipients read numbers. */
import { admit, type Numbering, type RecipientRules } from "../domain/recipient.ts";
import type { TestNumbers } from "../domain/test-number.ts";
import type { Config } from "./config/settle.ts";
import { type Exemptions, exemptionsOf } from "./config/tables/exempt.ts";
import { testNumbersOf } from "./config/tables/test-numbers.ts";

export interface Lists {
  readonly exempt: Exemptions;
  /** By app. */
  readonly testNumbers: ReadonlyMap<string, TestNumbers>;
}

export interface ReadLists {
  readonly lists: Lists;
  /** With any of them, the lists must not be used. */
  readonly problems: readonly string[];
}

/** The lists, or what is wrong with them. The countries of the configuration must be known to `numbering`. */
export function listsOf(
  config: Pick<Config, "apps" | "auth" | "exempt" | "production" | "recipients">,
  numbering: Numbering,
  now: number,
): ReadLists {
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
