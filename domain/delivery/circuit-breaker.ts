/** Circuit breaker, one per provider and one per account: stop calling what keeps failing, probe now and then. */
import type { DeliveryResult, Provider } from "./provider.ts";
import type { EpochMs } from "../time.ts";

export type Breaker =
  | { readonly state: "closed"; readonly failures: number }
  | { readonly state: "open"; readonly until: EpochMs; readonly trips: number }
  /** One probe at a time; a probe that never reports back frees its place at `probeUntil`. */
  | { readonly state: "half_open"; readonly probeUntil: EpochMs; readonly trips: number };

export const CLOSED: Breaker = { state: "closed", failures: 0 };

/** Failures in a row that open a breaker. */
export const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;
const OPEN_MAX_MS = 300_000;
const PROBE_MS = 30_000;

/** When a call may next go through; `now` when it may already. */
export function admittedFrom(breaker: Breaker, now: EpochMs): EpochMs {
  switch (breaker.state) {
    case "closed":
      return now;
    case "open":
      return Math.max(now, breaker.until);
    case "half_open":
      return Math.max(now, breaker.probeUntil);
  }
}

/** When a call begins. The first one after the open time is the probe. */
export function afterBegin(breaker: Breaker, now: EpochMs): Breaker {
  if (breaker.state === "closed" || admittedFrom(breaker, now) > now) return breaker;
  return { state: "half_open", probeUntil: now + PROBE_MS, trips: breaker.trips };
}

/** After a call failed. A failed probe opens again for twice as long. */
export function afterFailure(breaker: Breaker, now: EpochMs): Breaker {
  switch (breaker.state) {
    case "closed":
      return breaker.failures + 1 < FAILURES_TO_OPEN
        ? { state: "closed", failures: breaker.failures + 1 }
        : opened(now, 1);
    case "half_open":
      return opened(now, breaker.trips + 1);
    case "open":
      return breaker;
  }
}

/** Opened, for longer with every trip in a row. */
export function opened(now: EpochMs, trips: number): Breaker {
  const openMs = Math.min(OPEN_MAX_MS, OPEN_MS * 2 ** (trips - 1));
  return { state: "open", until: now + openMs, trips };
}

/** The breakers of this process, by provider and by account. */
export interface Breakers {
  /** When the provider may next be called; `now` when it may already. */
  admittedFrom(provider: Provider, now: EpochMs): EpochMs;
  /** A call of the provider begins. */
  begin(provider: Provider, now: EpochMs): void;
  /** Learns from the result of a call. */
  record(provider: Provider, result: DeliveryResult, now: EpochMs): void;
}

/** Breakers held in memory. A fault of an account opens the account's breaker at once. */
export function createBreakers(): Breakers {
  const accounts = new Map<string, Breaker>();
  const providers = new Map<string, Breaker>();
  const ofAccount = ({ account }: Provider) => accounts.get(account) ?? CLOSED;
  const ownOf = ({ name }: Provider) => providers.get(name) ?? CLOSED;

  return {
    admittedFrom(provider, now) {
      return Math.max(admittedFrom(ofAccount(provider), now), admittedFrom(ownOf(provider), now));
    },
    begin(provider, now) {
      accounts.set(provider.account, afterBegin(ofAccount(provider), now));
      providers.set(provider.name, afterBegin(ownOf(provider), now));
    },
    record(provider, result, now) {
      const { account, name } = provider;
      const before = ofAccount(provider);
      if (result.outcome === "refused" && result.fault === "account") {
        accounts.set(account, before.state === "closed" ? opened(now, 1) : afterFailure(before, now));
        return;
      }
      // Whatever else the vendor said, it did not refuse the account.
      if (before.state === "half_open") accounts.set(account, CLOSED);
      providers.set(name, showsThatItWorks(result) ? CLOSED : afterFailure(ownOf(provider), now));
    },
  };
}

/** A refusal that is about the number alone is an answer like any other. */
function showsThatItWorks(result: DeliveryResult): boolean {
  if (result.outcome !== "refused") return result.outcome === "accepted";
  return result.fault === "recipient" || result.numberOnly === true;
}
