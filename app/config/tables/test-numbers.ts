/** `[[test_numbers]]`: numbers to which nothing is sent, each with a fixed code or a fixed outcome. */
import { type Static, Type } from "@sinclair/typebox";
import { DAY_MS, type EpochMs } from "../../../domain/time.ts";
import { closed } from "../setting.ts";
import { BEHAVIORS, type TestNumber, type TestNumbers } from "../../../domain/recipient/test-number.ts";

const TestNumberSchema = Type.Object(
  {
    number: Type.String({ description: "The phone number, in any usual spelling." }),
    code: Type.Optional(
      Type.String({
        pattern: "^[0-9]{6,10}$",
        write: "6 to 10 digits",
        description: "Its code, with as many digits as the app's codes.",
      }),
    ),
    behavior: Type.Union(
      BEHAVIORS.map((behavior) => Type.Literal(behavior)),
      { default: "accepted", description: `The outcome of sending to it: ${BEHAVIORS.join(", ")}.` },
    ),
    until: Type.Optional(
      Type.Date({ description: "When it becomes an ordinary number again. Required in production." }),
    ),
  },
  closed,
);

export const TestNumbersSchema = Type.Array(TestNumberSchema, {
  default: [],
  description: "Numbers for tests. Nothing is sent to them; everything else is real.",
});

export type WrittenTestNumber = Static<typeof TestNumberSchema>;

/** A known code is an open door, so it does not stay open for long. */
const LONGEST_DAYS = 90;

interface Surroundings {
  readonly now: EpochMs;
  readonly codeLength: number;
  readonly production: boolean;
  /** The name of the list in problems, e.g. `apps.shop.test_numbers`. */
  readonly where: string;
  /** A number in E.164; null when it is not a number that may be sent to. */
  readonly canonical: (typed: string) => string | null;
}

/** The test numbers by E.164 number, and the problems with the list. */
export function testNumbersOf(
  written: readonly WrittenTestNumber[],
  { now, codeLength, production, where, canonical }: Surroundings,
): { readonly testNumbers: TestNumbers; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const entries = written.map(({ number, code = null, behavior, until }): [string, TestNumber] => {
    const report = (what: string) => void problems.push(`${where}: "${number}" ${what}`);
    const recipient = canonical(number);
    if (recipient === null)
      report("is not a number that Ramz may send to. Write a mobile number of an allowed country.");
    if (code !== null && code.length !== codeLength)
      report(`has a code of ${code.length} digits. Codes must have ${codeLength} digits.`);
    if (production && until === undefined)
      report(
        `has no end, which is required when NODE_ENV=production. Write e.g. until = ${dayOf(new Date(now + 30 * DAY_MS))}.`,
      );
    if (until !== undefined && until.getTime() <= now)
      report(`has ended: until is ${dayOf(until)}. Remove it, or write a later day.`);
    if (until !== undefined && until.getTime() > now + LONGEST_DAYS * DAY_MS)
      report(`lasts until ${dayOf(until)}. Write a day within the next ${LONGEST_DAYS} days.`);
    return [recipient ?? number, { code, behavior, until: until?.getTime() ?? null }];
  });
  const testNumbers = Object.fromEntries(entries);
  if (Object.keys(testNumbers).length < entries.length)
    problems.push(`${where}: the same number is listed twice. List each number once.`);
  return { testNumbers, problems };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
