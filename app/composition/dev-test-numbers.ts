/** Test numbers that console mode has by itself, one of each behavior, so that an app can be tried against every outcome at once. */
import { BEHAVIORS, type TestNumbers } from "../../domain/recipient/test-number.ts";
import type { Config } from "../config/resolve.ts";
import type { NumberLists } from "./number-lists.ts";

/** Of virtual operators. Nothing is sent to a test number, so it may be the number of a person. */
const FIRST_DIGITS = "+98999000000";
const COUNTRY = "IR";

/** The lists, with these numbers for every app that serves the country and has no test numbers of its own. */
export function withDevTestNumbers(lists: NumberLists, { apps }: Pick<Config, "apps">): NumberLists {
  const testNumbers = apps.map(({ name, policy, recipients }): [string, TestNumbers] => {
    const own = lists.testNumbers.get(name) ?? {};
    const wantsThem = Object.keys(own).length === 0 && recipients.countries.includes(COUNTRY);
    return [name, wantsThem ? devTestNumbers(policy.codeLength) : own];
  });
  return { ...lists, testNumbers: new Map(testNumbers) };
}

function devTestNumbers(codeLength: number): TestNumbers {
  const code = "1".repeat(codeLength);
  return Object.fromEntries(
    BEHAVIORS.map((behavior, index) => [`${FIRST_DIGITS}${index + 1}`, { until: null, code, behavior }]),
  );
}
