/** Failures of the store as metrics, and as a line a minute for each operation. */
import type { Clock } from "../../../domain/ports.ts";
import { type Store, StoreUnavailable } from "../../../domain/storage/store.ts";
import type { Log } from "../log/log.ts";
import { createThrottledLog } from "../log/throttled-log.ts";
import type { Instruments } from "../metrics.ts";

const OPERATIONS = [
  "load",
  "save",
  "count",
  "claim",
  "replace",
  "release",
  "expect",
  "note",
  "read",
  "append",
  "ping",
] as const;
type Operation = (typeof OPERATIONS)[number];

interface StoreTools {
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly instruments: Pick<Instruments, "storeFailures">;
}

/** The store, observed. A ping is logged by the watch over readiness. */
export function observeStore(store: Store, { clock, log, instruments }: StoreTools): Store {
  const { windows, once, notes, audit } = store;
  const throttled = createThrottledLog(log, clock);
  // A counter that is there from the start shows its first failure as a rise.
  for (const operation of OPERATIONS) instruments.storeFailures.add(0, { operation });

  async function observed<T>(operation: Operation, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        instruments.storeFailures.add(1, { operation });
        if (operation !== "ping")
          throttled(operation, "warn", `The store failed to ${operation}: ${error.message}`);
      }
      throw error;
    }
  }
  return {
    load: (key) => observed("load", store.load(key)),
    save: (...save) => observed("save", store.save(...save)),
    ping: () => observed("ping", store.ping()),
    close: () => store.close(),
    windows: { count: (counts, at) => observed("count", windows.count(counts, at)) },
    once: {
      claim: (...claim) => observed("claim", once.claim(...claim)),
      replace: (...replacement) => observed("replace", once.replace(...replacement)),
      release: (...release) => observed("release", once.release(...release)),
    },
    notes: {
      expect: (...message) => observed("expect", notes.expect(...message)),
      add: (...note) => observed("note", notes.add(...note)),
      read: (name) => observed("read", notes.read(name)),
    },
    audit: {
      append: (...entry) => observed("append", audit.append(...entry)),
      read: (...part) => observed("read", audit.read(...part)),
      last: () => observed("read", audit.last()),
    },
  };
}
