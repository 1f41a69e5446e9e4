/** Rules across recipients for tests: none at first, and what is needed to try some. */
import { DEFAULT_GUARD } from "../../domain/rate-limits/pumping-guard.ts";
import { type Budget, NO_BUDGET, type Quota, type RateLimitRules } from "../../domain/rate-limits/quotas.ts";
import {
  createRateLimiter,
  type RateLimiter,
  type RateLimiterParts,
  type Refused,
  type Reservation,
} from "../../domain/rate-limits/rate-limiter.ts";
import type { Recipient } from "../../domain/recipient/recipient.ts";
import type { Notice } from "../../domain/rate-limits/rule.ts";
import { createMemoryWindows } from "../../domain/rate-limits/in-memory-windows.ts";
import { createTestSecrets } from "./secrets.ts";
import { createSimClock, type SimClock } from "./sim-clock.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { Client, Sender } from "../../domain/rate-limits/sender.ts";

/** Rules that refuse nothing and count nothing. */
export const NO_RULES: RateLimitRules = {
  ip: [],
  caller: {},
  appBudget: NO_BUDGET,
  serviceBudget: NO_BUDGET,
  alarmShare: 1,
  rialPerMessage: 1,
  guard: { ...DEFAULT_GUARD, mode: "off" },
  exempt: {},
};

export const hourly = (limit: number, mode: Quota["mode"] = "enforce"): Quota => ({
  limit,
  windowMs: HOUR_MS,
  mode,
});

export const messagesADay = (limit: number): Budget => ({ ...NO_BUDGET, messagesPerDay: limit });
export const rialADay = (limit: number): Budget => ({ ...NO_BUDGET, rialPerDay: limit });

export const CLIENT: Client = { address: "192.0.2.7", subnet: "192.0.2.0/24" };

/** One send. */
export const SENDER: Sender = {
  app: "shop",
  recipient: "+989121234567",
  operator: "IR-MCI",
  client: CLIENT,
  sources: [],
  standing: "newcomer",
  isChallengePassed: false,
  callerLimits: {},
};

/** A number. Numbers of different thousands are in different blocks. */
export function numbered(thousands: number, last = 0): Recipient {
  return `+989${12_000 + thousands}${String(last).padStart(4, "0")}`;
}

/** The rate limiter, which reports every notice. */
export function reportingTo(report: (notice: Notice) => void, rateLimiter: RateLimiter): RateLimiter {
  return {
    ...rateLimiter,
    async reserve(sender, at, reads) {
      const answer = await rateLimiter.reserve(sender, at, reads);
      answer.notices.forEach(report);
      return answer;
    },
    async settle(reservation, usage) {
      const notices = await rateLimiter.settle(reservation, usage);
      notices.forEach(report);
      return notices;
    },
  };
}

/** The rules alone, over windows of their own. */
export interface Desk {
  readonly clock: SimClock;
  readonly quotas: RateLimiter;
  take(sender?: Partial<Sender>): Reservation | Refused;
  settle(taken: Reservation | Refused, messages: number, costRial?: number): readonly Notice[];
  proved(sends: number, watched?: Partial<Sender>): void;
  /** How many more of these sends are reserved before one is refused; a hundred at most. */
  room(sender?: Partial<Sender>): number;
}

export function createDesk(rules: Partial<RateLimitRules>, isLifted?: RateLimiterParts["isLifted"]): Desk {
  const clock = createSimClock();
  const windows = createMemoryWindows(clock);
  const quotas = createRateLimiter({
    windows,
    secrets: createTestSecrets(),
    rules: { ...NO_RULES, ...rules },
    isLifted,
  });
  const take: Desk["take"] = (sender = {}) =>
    clock.run(quotas.reserve({ ...SENDER, ...sender }, clock.now()));
  return {
    clock,
    quotas,
    take,
    settle(taken, messages, costRial) {
      if (taken.kind !== "reserved") throw new Error(`nothing to settle: ${taken.refusal.rule} refused`);
      return clock.run(quotas.settle(taken, { messages, costRial: costRial ?? null }));
    },
    proved: (sends, watched = {}) => clock.run(quotas.confirm({ ...SENDER, ...watched }, sends, clock.now())),
    room: (sender) =>
      Array.from({ length: 100 }, () => take(sender)).filter(({ kind }) => kind === "reserved").length,
  };
}
