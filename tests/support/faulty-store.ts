/** A store with bad days: it says conflict, does not answer, or saves and then does not answer. */
import { type LedgerStore, StoreUnavailable } from "../../domain/storage/store.ts";
import type { RateWindows } from "../../domain/rate-limits/sliding-window.ts";
import type { SimClock } from "./sim-clock.ts";

export type StoreFault = "none" | "conflict" | "fails_before" | "fails_after";

/** What befalls one use of the store. */
export interface StoreWeather {
  /** `conflict` and `fails_after` mean nothing to a load, which then goes well. */
  readonly fault: StoreFault;
  /** Time before the store acts and time until its answer arrives. */
  readonly wayThereMs: number;
  readonly wayBackMs: number;
}

export const FAIR: StoreWeather = { fault: "none", wayThereMs: 0, wayBackMs: 0 };

export function faultyStore(
  inner: LedgerStore,
  clock: SimClock,
  weather: (verb: "load" | "save") => StoreWeather,
): LedgerStore {
  const pass = async (ms: number) => {
    if (ms > 0) await clock.sleep(ms);
  };
  return {
    ...inner,
    async load(key) {
      const { fault, wayThereMs, wayBackMs } = weather("load");
      await pass(wayThereMs);
      if (fault === "fails_before") throw new StoreUnavailable("the store does not answer");
      const stored = await inner.load(key);
      await pass(wayBackMs);
      return stored;
    },
    async save(key, ledger, revision, expiresAt) {
      const { fault, wayThereMs, wayBackMs } = weather("save");
      await pass(wayThereMs);
      if (fault === "fails_before") throw new StoreUnavailable("the store does not answer");
      if (fault === "conflict") return "conflict";
      const answer = await inner.save(key, ledger, revision, expiresAt);
      await pass(wayBackMs);
      if (fault === "fails_after") throw new StoreUnavailable("the answer of the store was lost");
      return answer;
    },
  };
}

/** Windows with the same bad days. There is no such thing as a conflict here, so its days are fair. */
export function faultyWindows(inner: RateWindows, clock: SimClock, weather: () => StoreWeather): RateWindows {
  return {
    async count(counts, at) {
      const { fault, wayThereMs, wayBackMs } = weather();
      if (wayThereMs > 0) await clock.sleep(wayThereMs);
      if (fault === "fails_before") throw new StoreUnavailable("the store does not answer");
      const answers = await inner.count(counts, at);
      if (wayBackMs > 0) await clock.sleep(wayBackMs);
      if (fault === "fails_after") throw new StoreUnavailable("the answer of the store was lost");
      return answers;
    },
  };
}

/** One weather after the other, then fair. Counts uses of one verb only. */
export function weatherOf(
  wanted: "load" | "save",
  days: readonly Partial<StoreWeather>[],
): (verb: "load" | "save") => StoreWeather {
  let used = 0;
  return (verb) => (verb === wanted ? { ...FAIR, ...days[used++] } : FAIR);
}
