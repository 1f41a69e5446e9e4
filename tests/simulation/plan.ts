/** What kind of world a seed makes. Every world has a few faults of its own, so that rare faults meet each other (swarm testing). */
import { DEFAULT_GUARD } from "../../domain/rate-limits/pumping-guard.ts";
import type { BulkheadRules } from "../../domain/delivery/bulkhead.ts";
import type { ResendOrder } from "../../domain/delivery/resend-order.ts";
import { DEFAULT_POLICY, type Policy } from "../../domain/ledger/policy.ts";
import type { Budget, Quota, RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import type { StoreWeather } from "../support/faulty-store.ts";
import type { Seeded } from "../support/seeded.ts";
import { SIM_START } from "../support/sim-clock.ts";
import { PHONE } from "../support/world.ts";
import { DEEDS, type Deed, LIES } from "./deeds.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";

export interface Plan {
  readonly policy: Policy;
  readonly bulkheads: BulkheadRules;
  readonly rules: RateLimitRules;
  /** What each provider may do when it is called. One of them is drawn for each call. */
  readonly providers: readonly { readonly account: string; readonly deeds: readonly [Deed, ...Deed[]] }[];
  /** Whether results of providers may be false. */
  readonly lying: boolean;
  readonly resendOrder: ResendOrder;
  readonly processes: number;
  readonly actors: number;
  readonly weather: WeatherPlan;
}

interface WeatherPlan {
  readonly conflict: number;
  readonly failsBefore: number;
  readonly failsAfter: number;
  readonly slowestMs: number;
}

export function drawPlan(random: Seeded): Plan {
  const lying = random.happens(0.25);
  const deeds = drawDeeds(random, lying);
  const accounts = random.whole(1, 3);
  return {
    policy: drawPolicy(random),
    bulkheads: { callsPerAccount: random.pick([1, 2, 500]), waitMs: random.pick([0, 1_000, 5_000]) },
    rules: drawRules(random),
    providers: Array.from({ length: random.whole(1, 4) }, (_, at) => ({
      account: `account ${at % accounts}`,
      deeds,
    })),
    lying,
    resendOrder: random.pick(["rotate", "rotate", "same"]),
    processes: random.whole(1, 3),
    actors: random.whole(2, 4),
    weather: {
      conflict: random.pick([0, 0, 0, 0.1, 0.9]),
      failsBefore: random.pick([0, 0, 0, 0.05, 0.3]),
      failsAfter: random.pick([0, 0, 0, 0.05, 0.3]),
      slowestMs: random.pick([0, 5, 5, 50, 50, 4_000]),
    },
  };
}

function drawDeeds(random: Seeded, lying: boolean): readonly [Deed, ...Deed[]] {
  const able = DEEDS.filter((deed) => (lying || !LIES.has(deed)) && random.happens(0.3));
  const [first = "accepts", ...rest] = able;
  return random.happens(0.6) ? ["accepts", "accepts", first, ...rest] : [first, ...rest];
}

function drawPolicy(random: Seeded): Policy {
  return {
    ...DEFAULT_POLICY,
    ttlMs: random.pick([3_000, 60_000, 300_000]),
    checksPerVerification: random.pick([1, 3, 5]),
    guessesPerDay: random.pick([2, 8, 25]),
    resendWaitMs: random.pick([0, 0, 1_000, 60_000]),
    sendsPerHour: random.pick([1, 3, 100]),
    sendsPerDay: random.pick([2, 10, 200]),
    knownSendsPerDay: random.pick([1, 3, 20]),
    knownGuessesPerDay: random.pick([1, 5, 20]),
    storeWaitMs: random.pick([0, 0, 1_000]),
    chainDeadlineMs: random.pick([1_000, 15_000, 60_000]),
    attemptTimeoutMs: random.pick([100, 8_000, 30_000]),
  };
}

/** Small limits, so that they are reached, each in about half of the worlds. */
function drawRules(random: Seeded): RateLimitRules {
  const mode = () => random.pick(["enforce", "enforce", "monitor"] as const);
  const quotas = (windowMs: number): readonly Quota[] =>
    random.happens(0.5) ? [] : [{ limit: random.whole(1, 4), windowMs, mode: mode() }];
  const budget = (): Budget => ({
    messagesPerDay: random.pick([null, null, null, null, 2, 5]),
    rialPerDay: random.pick([null, null, null, null, 9_000, 30_000]),
    mode: mode(),
  });
  const few = () => random.whole(1, 5);
  return {
    ip: [...quotas(HOUR_MS), ...quotas(DAY_MS)],
    caller: { device: quotas(HOUR_MS) },
    appBudget: budget(),
    serviceBudget: budget(),
    alarmShare: 0.8,
    rialPerMessage: 5_000,
    guard: {
      ...DEFAULT_GUARD,
      mode: random.pick(["off", "off", "enforce", "monitor"]),
      floor: {
        block: few(),
        operator: few(),
        app: few(),
        address: few(),
        subnet: few(),
        caller: few(),
      },
    },
    exempt: random.happens(0.9) ? {} : { [PHONE]: { until: SIM_START + HOUR_MS, reason: "tried out" } },
  };
}

export function drawWeather(
  random: Seeded,
  { conflict, failsBefore, failsAfter, slowestMs }: WeatherPlan,
): StoreWeather {
  const lot = random.unit();
  const fault =
    lot < conflict
      ? "conflict"
      : lot < conflict + failsBefore
        ? "fails_before"
        : lot < conflict + failsBefore + failsAfter
          ? "fails_after"
          : "none";
  // Mostly fast, so that a whole use case of one process fits into one slow answer to another.
  const way = () => random.whole(0, random.happens(0.3) ? slowestMs : Math.min(slowestMs, 3));
  return { fault, wayThereMs: way(), wayBackMs: way() };
}
