/**
 * The funnel: how many messages were sent, delivered and answered by an approval, by operator, provider and hour. Each hour is a sliding
 * window of its own that bears its number and is kept two days, so it holds what belongs to that hour and nothing else.
 */
import type { ReceiptState } from "../delivery/receipt.ts";
import type { Count, RateWindows, Sums } from "../rate-limits/sliding-window.ts";
import { DAY_MS, type EpochMs, HOUR_MS } from "../time.ts";
import type { OutMessage } from "./outcomes.ts";

/** How long an hour is kept. */
const KEPT_MS = 2 * DAY_MS;

/** The hours that can be read back, the current one included. */
export const FUNNEL_HOURS = 47;

/** `sent` has its approvals beside it; `receipt` counts receipts, and those of them that say delivered. */
type Subject = "sent" | "receipt";

/** Names an hour of one operator and provider. */
interface Hour {
  readonly operator: string;
  readonly provider: string;
  readonly hour: number;
}

/** The count of a message that went out. */
export function sentCount(message: OutMessage): Count {
  return countOf("sent", hourOf(message), "used", 1);
}

/** The count of its approval. */
export function approvedCount(message: OutMessage): Count {
  return countOf("sent", hourOf(message), "approved", 1);
}

/** The counts of its receipt. */
export function receiptCounts(message: OutMessage, state: ReceiptState): readonly Count[] {
  const hour = hourOf(message);
  const noted = countOf("receipt", hour, "used", 1);
  return state === "delivered" ? [noted, countOf("receipt", hour, "approved", 1)] : [noted];
}

/** One hour of one operator and provider. */
export interface FunnelCell {
  readonly operator: string;
  readonly provider: string;
  /** When the hour begins. */
  readonly from: EpochMs;
  /** Messages that went out, or may have, resends included. */
  readonly sent: number;
  /** Those that the vendor reported as delivered, and as not delivered. Zero where there are no receipts. */
  readonly delivered: number;
  readonly undelivered: number;
  /** Those that were the newest message of a verification when it was approved. */
  readonly approved: number;
}

export interface FunnelQuery {
  readonly operators: readonly string[];
  readonly providers: readonly string[];
  /** Hours to look back, the current one included; up to `FUNNEL_HOURS`. */
  readonly hours: number;
}

/**
 * The cells in which something was sent, oldest hour first, then in the order of the query. Reads only: a call of the store for each
 * `READ_AT_ONCE` hours. Throws StoreUnavailable.
 */
export async function readFunnel(
  windows: RateWindows,
  { operators, providers, hours }: FunnelQuery,
  now: EpochMs,
): Promise<readonly FunnelCell[]> {
  const current = Math.floor(now / HOUR_MS);
  const back = Math.min(hours, FUNNEL_HOURS);
  const all = Array.from({ length: back }, (_, index) => current - back + 1 + index).flatMap((hour) =>
    operators.flatMap((operator) => providers.map((provider): Hour => ({ operator, provider, hour }))),
  );
  const sent = await readHours(windows, "sent", all, now);
  const used = sent.filter(({ sums }) => sums.used > 0);
  const receipts = await readHours(
    windows,
    "receipt",
    used.map(({ hour }) => hour),
    now,
  );
  return used.map(({ hour: { operator, provider, hour }, sums }, index) => {
    const noted = receipts[index]?.sums ?? { used: 0, approved: 0 };
    return {
      operator,
      provider,
      from: hour * HOUR_MS,
      sent: sums.used,
      delivered: noted.approved,
      undelivered: noted.used - noted.approved,
      approved: sums.approved,
    };
  });
}

/** Hours read by one call of the store, so that a wide query does not hold up a send. */
const READ_AT_ONCE = 250;

async function readHours(
  windows: RateWindows,
  subject: Subject,
  hours: readonly Hour[],
  now: EpochMs,
): Promise<readonly { readonly hour: Hour; readonly sums: Sums }[]> {
  const read: { readonly hour: Hour; readonly sums: Sums }[] = [];
  for (let from = 0; from < hours.length; from += READ_AT_ONCE) {
    const some = hours.slice(from, from + READ_AT_ONCE);
    const answers = await windows.count(
      some.map((hour) => countOf(subject, hour, "used", 0)),
      now,
    );
    read.push(...answers.flatMap(({ sums }, index) => withHour(some[index], sums)));
  }
  return read;
}

function withHour(hour: Hour | undefined, sums: Sums): readonly { hour: Hour; sums: Sums }[] {
  return hour === undefined ? [] : [{ hour, sums }];
}

function hourOf({ send, operator, provider }: OutMessage): Hour {
  return { operator, provider, hour: Math.floor(send / HOUR_MS) };
}

function countOf(
  subject: Subject,
  { operator, provider, hour }: Hour,
  counter: Count["counter"],
  amount: number,
): Count {
  return {
    key: `funnel:${subject}:${hour}:${operator}:${provider}`,
    windowMs: KEPT_MS,
    counter,
    amount,
    limit: null,
  };
}
