/** `[[test_numbers]]`: numbers nothing is ever sent to, with a code of their own or a failure of their own. */
import { type Static, Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";
import { BEHAVIORS, type TestNumber, type TestNumbers } from "../../../domain/recipient/test-number.ts";

const TestNumberSchema = Type.Object(
  {
    number: Type.String({ description: "The phone number, in any usual spelling." }),
    code: Type.Optional(
      Type.String({
        pattern: "^[0-9]{6,10}$",
        write: "6 to 10 digits",
        description: "Its code, as long as the app's codes are.",
      }),
    ),
    behavior: Type.Union(
      BEHAVIORS.map((behavior) => Type.Literal(behavior)),
      { default: "accepted", description: `What providers answer for it: ${BEHAVIORS.join(", ")}.` },
    ),
    until: Type.Optional(
      Type.Date({ description: "From then on it is a number like any other. Required in production." }),
    ),
  },
  closed,
);

export const TestNumbersSchema = Type.Array(TestNumberSchema, {
  default: [],
  description: "Numbers for tests: nothing is sent to them, everything else is real.",
});

export type WrittenTestNumber = Static<typeof TestNumberSchema>;

interface Surroundings {
  readonly codeLength: number;
  readonly production: boolean;
  /** What the problems name them by, e.g. `apps.shop.test_numbers`. */
  readonly where: string;
  /** A number as the rules of recipients read it; null when it may not be sent to. */
  readonly canonical: (typed: string) => string | null;
}

/** The list by canonical number, so that its spelling does not matter, or what is wrong with it. */
export function testNumbersOf(
  written: readonly WrittenTestNumber[],
  { codeLength, production, where, canonical }: Surroundings,
): { readonly testNumbers: TestNumbers; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const entries = written.map(({ number, code = null, behavior, until }): [string, TestNumber] => {
    const wrong = (what: string) => void problems.push(`${where}: "${number}" ${what}`);
    const recipient = canonical(number);
    if (recipient === null) wrong("is no number that may be sent to here. Write it like 09121234567.");
    if (code !== null && code.length !== codeLength)
      wrong(`has a code of ${code.length} digits, codes have ${codeLength} here. Write one as long.`);
    if (production && until === undefined)
      wrong(
        "has no end. In production a number with a known code is an open door: write until, e.g. until = 2027-01-31.",
      );
    return [recipient ?? number, { code, behavior, until: until?.getTime() ?? null }];
  });
  const testNumbers = Object.fromEntries(entries);
  if (Object.keys(testNumbers).length < entries.length)
    problems.push(`${where}: the same number is listed twice. List each once.`);
  return { testNumbers, problems };
}
