/** What kind of world a seed makes. Swarm style: every world has its own few troubles, so that rare ones meet each other. */
import { DEFAULT_GUARD } from "../../domain/rate-limits/pumping-guard.ts";
import type { BulkheadRules } from "../../domain/delivery/bulkhead.ts";
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
  /** What each provider may do when it is called; one of them, each time anew. */
  readonly providers: readonly { readonly account: string; readonly deeds: readonly [Deed, ...Deed[]] }[];
  /** False when every provider's answer is true of what arrived. */
  readonly lying: boolean;
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

export function drawPlan(chance: Seeded): Plan {
  const lying = chance.chance(0.25);
  const deeds = drawDeeds(chance, lying);
  const accounts = chance.whole(1, 3);
  return {
    policy: drawPolicy(chance),
    bulkheads: { callsPerAccount: chance.pick([1, 2, 500]), waitMs: chance.pick([0, 1_000, 5_000]) },
    rules: drawRules(chance),
    providers: Array.from({ length: chance.whole(1, 4) }, (_, at) => ({
      account: `account ${at % accounts}`,
      deeds,
    })),
    lying,
    processes: chance.whole(1, 3),
    actors: chance.whole(2, 4),
    weather: {
      conflict: chance.pick([0, 0, 0, 0.1, 0.9]),
      failsBefore: chance.pick([0, 0, 0, 0.05, 0.3]),
      failsAfter: chance.pick([0, 0, 0, 0.05, 0.3]),
      slowestMs: chance.pick([0, 5, 5, 50, 50, 4_000]),
    },
  };
}

function drawDeeds(chance: Seeded, lying: boolean): readonly [Deed, ...Deed[]] {
  const able = DEEDS.filter((deed) => (lying || !LIES.has(deed)) && chance.chance(0.3));
  const [first = "accepts", ...rest] = able;
  return chance.chance(0.6) ? ["accepts", "accepts", first, ...rest] : [first, ...rest];
}

function drawPolicy(chance: Seeded): Policy {
  return {
    ...DEFAULT_POLICY,
    ttlMs: chance.pick([3_000, 60_000, 300_000]),
    checksPerVerification: chance.pick([1, 3, 5]),
    guessesPerDay: chance.pick([2, 8, 25]),
    resendWaitMs: chance.pick([0, 0, 1_000, 60_000]),
    sendsPerHour: chance.pick([1, 3, 100]),
    sendsPerDay: chance.pick([2, 10, 200]),
    knownSendsPerDay: chance.pick([1, 3, 20]),
    knownGuessesPerDay: chance.pick([1, 5, 20]),
    storeWaitMs: chance.pick([0, 0, 1_000]),
    chainDeadlineMs: chance.pick([1_000, 15_000, 60_000]),
    attemptTimeoutMs: chance.pick([100, 8_000, 30_000]),
  };
}

/** Small limits, so that they are met; each in about half of the worlds. */
function drawRules(chance: Seeded): RateLimitRules {
  const mode = () => chance.pick(["enforce", "enforce", "monitor"] as const);
  const quotas = (windowMs: number): readonly Quota[] =>
    chance.chance(0.5) ? [] : [{ limit: chance.whole(1, 4), windowMs, mode: mode() }];
  const budget = (): Budget => ({
    messagesPerDay: chance.pick([null, null, null, null, 2, 5]),
    rialPerDay: chance.pick([null, null, null, null, 9_000, 30_000]),
    mode: mode(),
  });
  const few = () => chance.whole(1, 5);
  return {
    ip: [...quotas(HOUR_MS), ...quotas(DAY_MS)],
    caller: { device: quotas(HOUR_MS) },
    appBudget: budget(),
    serviceBudget: budget(),
    alarmShare: 0.8,
    rialPerMessage: 5_000,
    guard: {
      ...DEFAULT_GUARD,
      mode: chance.pick(["off", "off", "enforce", "monitor"]),
      floor: { block: few(), operator: few(), subnet: few(), app: few() },
    },
    exempt: chance.chance(0.9) ? {} : { [PHONE]: { until: SIM_START + HOUR_MS, reason: "tried out" } },
  };
}

export function drawWeather(
  chance: Seeded,
  { conflict, failsBefore, failsAfter, slowestMs }: WeatherPlan,
): StoreWeather {
  const lot = chance.unit();
  const trouble =
    lot < conflict
      ? "conflict"
      : lot < conflict + failsBefore
        ? "fails_before"
        : lot < conflict + failsBefore + failsAfter
          ? "fails_after"
          : "none";
  // Mostly quick, so that a whole use case of one process fits into one slow answer to another.
  const way = () => chance.whole(0, chance.chance(0.3) ? slowestMs : Math.min(slowestMs, 3));
  return { trouble, wayThereMs: way(), wayBackMs: way() };
}
