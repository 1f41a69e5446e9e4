/**
 * A delivery: one run of carrying a code that the caller made and will check itself (decision 0034). It has no code and no seed of one,
 * and it is no verification, so nothing that checks, proves or sends again can find it.
 */
import { type Attempt, attemptAt, mayHaveArrived } from "../delivery/attempt.ts";
import type { Locale, RequestedChannel } from "../delivery/provider.ts";
import type { SentFrom } from "../rate-limits/sender.ts";
import { plainDigitsOnly } from "../recipient/digits.ts";
import type { EpochMs } from "../time.ts";
import type { Metadata } from "./verification.ts";

/** What the caller says became of the code. */
export type ReportedOutcome = "used" | "unused";

/** `carrying`: its chain is under way. `uncertain`: no provider accepted it, but a message may have gone out. */
export type DeliveryStatus = "carrying" | "accepted" | "uncertain" | "undelivered";

export interface Delivery {
  readonly id: string;
  /** What the code is for. It picks the chain, and says nothing else here. */
  readonly purpose: string;
  /** As it was asked for; each attempt has its own. */
  readonly channel: RequestedChannel;
  readonly locale: Locale;
  readonly createdAt: EpochMs;
  /** When the code ends, by the word of the caller. */
  readonly expiresAt: EpochMs;
  readonly metadata?: Metadata;
  /** Where it was requested from, for the pumping guard. */
  readonly sentFrom?: SentFrom;
  readonly attempts: readonly Attempt[];
  /** The trace of the request, 32 hexadecimal digits. */
  readonly traceId: string;
  /** Absent while nothing was reported. */
  readonly outcome?: ReportedOutcome;
}

const CODE = /^[0-9A-Za-z]{4,10}$/;
const SPOKEN_CODE = /^[0-9]{4,10}$/;

/**
 * The code with ASCII digits; null when it is none: 4 to 10 letters and digits, and digits alone where it may be spoken. Nothing is taken
 * out of it, because what the person types is compared elsewhere.
 */
export function readCarriedCode(typed: string, channel: RequestedChannel): string | null {
  const code = plainDigitsOnly(typed);
  const isSpoken = channel === "call" || channel === "auto";
  return (isSpoken ? SPOKEN_CODE : CODE).test(code) ? code : null;
}

/** Where a delivery stands, by its attempts: the next one is always planned while its chain is under way. */
export function statusOf(
  { attempts }: Pick<Delivery, "attempts">,
  now: EpochMs,
  longestCallMs: number,
): DeliveryStatus {
  const outcomes = attempts.map((attempt) => attemptAt(attempt, now, longestCallMs).outcome);
  if (outcomes.includes("accepted")) return "accepted";
  if (outcomes.includes("planned")) return "carrying";
  return outcomes.includes("unknown") ? "uncertain" : "undelivered";
}

/** Deliveries of a number that are kept. */
const DELIVERIES_KEPT = 10;

/** The newest, and those whose chain may be under way. */
export function prunedDeliveries(deliveries: readonly Delivery[], now: EpochMs): readonly Delivery[] {
  const isUnderWay = ({ attempts, expiresAt }: Delivery) =>
    now < expiresAt && attempts.some(({ outcome }) => outcome === "planned");
  return deliveries.filter((one, index) => index >= deliveries.length - DELIVERIES_KEPT || isUnderWay(one));
}

/** How many messages of it may have arrived, for the guard: one delivery is one send. */
export function sendsOf({ attempts }: Delivery): number {
  return attempts.some(mayHaveArrived) ? 1 : 0;
}
