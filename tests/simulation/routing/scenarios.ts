/** What happens to three providers over two days at one operator: scenarios as data. */
import { HOUR_MS } from "../../../domain/time.ts";

export interface Scenario {
  readonly name: string;
  /** The share of codes that come back from a provider at a time, from the start of the run. */
  readonly share: (at: number, provider: number) => number;
  /** First sends an hour. */
  readonly perHour: number;
  /** Half of those that come back do so within this; 32 s unless said. */
  readonly medianMs?: (at: number, provider: number) => number;
  /** Rial a message, by provider; sends prefer the cheapest. */
  readonly rial?: readonly number[];
  /** The share of numbers whose operator is another one than the table says, where nothing is wrong. */
  readonly ported?: number;
  /** The share of numbers that were ported to this operator, and that the table has at another one, whose order is the configured one. */
  readonly arrived?: number;
  /** Receipts have named the carriers of all ported numbers. */
  readonly isNamed?: boolean;
  /** People without a code ask again after a minute; a resend is rotated. */
  readonly asksAgain?: boolean;
}

/** What comes back where nothing is wrong. */
export const WELL = 0.85;

const between = (from: number, to: number) => (at: number) => at >= from * HOUR_MS && at < to * HOUR_MS;
const awayHalfDay = between(12, 24);
const quarterDay = between(12, 18);

export const configuredIsBest: Scenario["share"] = (_, provider) => (provider === 0 ? WELL : WELL - 0.05);
export const firstSwallows: Scenario["share"] = (at, provider) =>
  provider === 0 && awayHalfDay(at) ? 0 : WELL;
const flaps: Scenario["share"] = (at, provider) =>
  provider === 0 && Math.floor(at / (2 * HOUR_MS)) % 2 === 1 ? 0 : WELL;

const at200 = (name: string, share: Scenario["share"], further: Partial<Scenario> = {}): Scenario => ({
  name,
  share,
  perHour: 200,
  ...further,
});

/** A scenario with its bound: points of conversion against the configured order, as the mean of all seeds. */
export interface Bounded {
  readonly scenario: Scenario;
  readonly atLeast: number;
  /** What the mean price of a message may rise by, as a share. */
  readonly rialAtMost?: number;
}

export const BOUNDED: readonly Bounded[] = [
  { scenario: at200("configured order is best by 5", configuredIsBest), atLeast: -1 },
  { scenario: at200("all equal", () => WELL), atLeast: -0.5, rialAtMost: 0.03 },
  { scenario: at200("first swallows all for 12 h", firstSwallows), atLeast: 15 },
  { scenario: at200("first flaps, 2 h each", flaps), atLeast: 28 },
  {
    scenario: at200("second better by 20", (_, provider) => (provider === 1 ? WELL : WELL - 0.2)),
    atLeast: 13,
  },
  {
    scenario: at200(
      "bots, 70 % never type, 6 h",
      (at, provider) => configuredIsBest(at, provider) * (quarterDay(at) ? 0.3 : 1),
    ),
    atLeast: -1,
  },
  { scenario: at200("whole operator falls for 6 h", (at) => (quarterDay(at) ? 0.3 : WELL)), atLeast: -0.8 },
  {
    scenario: { name: "20 an hour, first swallows all for 12 h", share: firstSwallows, perHour: 20 },
    atLeast: 11,
  },
];

const PRICES = [3_000, 1_000, 2_000];

/** Measured and printed, without a bound. */
export const MEASURED: readonly Scenario[] = [
  at200("first swallows all for 12 h, people ask again", firstSwallows, { asksAgain: true }),
  at200("first swallows all for 12 h, 10 % ported", firstSwallows, { ported: 0.1 }),
  at200("the same, their carriers named", firstSwallows, { ported: 0.1, isNamed: true }),
  at200("first swallows all for 12 h, 10 % arrived", firstSwallows, { arrived: 0.1 }),
  at200("the same, their carriers named", firstSwallows, { arrived: 0.1, isNamed: true }),
  at200("dear first, all equal, cheapest", () => WELL, { rial: PRICES }),
  at200("dear first better by 15, cheapest", (_, provider) => (provider === 0 ? WELL : WELL - 0.15), {
    rial: PRICES,
  }),
  at200("first slow for good (median 122 s)", () => WELL, {
    medianMs: (_, provider) => (provider === 0 ? 122_000 : 32_000),
  }),
  at200("first slow for 12 h", () => WELL, {
    medianMs: (at, provider) => (provider === 0 && awayHalfDay(at) ? 122_000 : 32_000),
  }),
];

/** The first is well again after 12 hours, at 24 h of the run. */
export const RECOVERY: Scenario = at200("recovery", firstSwallows);
