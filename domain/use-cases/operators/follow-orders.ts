/**
 * Follows the audit trail for what operators ordered, so that an order given to one process is obeyed by all (decision 0047). An order has
 * no other copy. While the store does not answer, the orders that are known hold on to their ends.
 */
import { type Act, knownAct } from "../../audit/acts.ts";
import type { ReadEntry } from "../../audit/entry.ts";
import type { AuditTrail } from "../../audit/trail.ts";
import { LONGEST_ORDER_MS, NO_ORDERS, type Order, type Orders, withOrder } from "../../orders/orders.ts";
import type { Clock } from "../../ports.ts";
import { StoreUnavailable } from "../../storage/store.ts";
import { everySecond, type Repeated } from "../every-second.ts";

export interface FollowedOrders extends Repeated {
  /** Those that hold, as far as the trail was read. */
  current(): Orders;
  /** Reads what is new in the trail. Never rejects. */
  look(): Promise<void>;
  /** From now on `listener` is called with each provider that is woken; it replaces the one before. */
  listen(listener: (provider: string) => void): void;
}

export interface FollowParts {
  readonly trail: Pick<AuditTrail, "read" | "lastSeq">;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

/** Entries read by one call of the store. */
const PAGE = 500;

export function createFollowedOrders({ trail, clock, report }: FollowParts): FollowedOrders {
  /** Breakers are no older, so that what was woken before has nothing to close. */
  const since = clock.now();
  let orders = NO_ORDERS;
  /** The last entry that was read; null before the first look. */
  let seq: number | null = null;
  let listener: ((provider: string) => void) | null = null;
  let looking: Promise<void> = Promise.resolve();

  async function lookOnce(): Promise<void> {
    const last = await trail.lastSeq();
    if (last === seq) return;
    // A trail that ends sooner than before was put back from a backup, or cut.
    const isFollowed = seq !== null && last > seq;
    const entries = await entriesBetween(trail, isFollowed ? seq : null, last, clock.now());
    if (!isFollowed) orders = NO_ORDERS;
    for (const entry of entries) {
      const order = orderIn(entry);
      if (order === null) continue;
      orders = withOrder(orders, order, entry.at);
      if (order.kind === "provider_woken" && entry.at >= since) listener?.(order.provider);
    }
    seq = last;
  }

  const look = () => {
    looking = looking.then(lookOnce).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) report(error);
    });
    return looking;
  };
  return {
    current: () => orders,
    look,
    listen(next) {
      listener = next;
    },
    ...everySecond(look, clock),
  };
}

/** Entries after `seq` up to `last`; without a `seq`, those in which an order may still hold. */
async function entriesBetween(
  trail: Pick<AuditTrail, "read">,
  seq: number | null,
  last: number,
  now: number,
): Promise<readonly ReadEntry[]> {
  const pages: (readonly ReadEntry[])[] = [];
  for (let end = last; end > (seq ?? 0);) {
    const after = Math.max(seq ?? 0, end - PAGE);
    const page = await trail.read(after, end - after);
    pages.unshift(page);
    const [first] = page;
    if (seq === null && first !== undefined && first.at < now - LONGEST_ORDER_MS) break;
    end = after;
  }
  return pages.flat();
}

/** The order that an entry holds. An entry that Ramz did not write orders nothing. */
function orderIn({ act, proof }: ReadEntry): Order | null {
  const known = proof === "genuine" ? knownAct(act) : null;
  return known !== null && isOrder(known) ? known : null;
}

function isOrder(act: Act): act is Order {
  return act.kind === "provider_rested" || act.kind === "provider_woken" || act.kind === "suspicion_lifted";
}
