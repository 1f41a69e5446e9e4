/** Circuit breakers, one per provider and one per account: stop calling what keeps failing, and probe it now and then. */
import type { EpochMs } from "../time.ts";
import type { DeliveryResult, Provider } from "./provider.ts";

export type Breaker =
  | { readonly state: "closed"; readonly failures: number }
  | { readonly state: "open"; readonly until: EpochMs; readonly trips: number }
  /** One probe at a time. A probe without a result frees its place at `probeUntil`. */
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
      return heldUntil(breaker.until, now, OPEN_MAX_MS);
    case "half_open":
      return heldUntil(breaker.probeUntil, now, PROBE_MS);
  }
}

/** Until when it holds. An end further ahead than a breaker can hold comes from a clock that was set back since, and holds no more. */
function heldUntil(until: EpochMs, now: EpochMs, longestMs: number): EpochMs {
  return until - now > longestMs ? now : Math.max(now, until);
}

/** The breaker after a call began. The first call after the open time is the probe. */
export function afterBegin(breaker: Breaker, now: EpochMs): Breaker {
  if (breaker.state === "closed" || admittedFrom(breaker, now) > now) return breaker;
  return { state: "half_open", probeUntil: now + PROBE_MS, trips: breaker.trips };
}

/** The breaker after a call failed. A failed probe opens it again, for twice as long. */
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

/** An open breaker; open for longer with every trip in a row. */
export function opened(now: EpochMs, trips: number): Breaker {
  const openMs = Math.min(OPEN_MAX_MS, OPEN_MS * 2 ** (trips - 1));
  return { state: "open", until: now + openMs, trips };
}

/** Why a provider is not called, and until when. */
export interface Pause {
  readonly reason: "breaker_open" | "operator_rest";
  readonly until: EpochMs;
}

/** Both breakers that a provider depends on. */
export interface BreakerStates {
  readonly provider: Breaker;
  readonly account: Breaker;
}

/** The breakers of this process, by provider and by account. */
export interface Breakers {
  /** Why the provider may not be called; null when it may. */
  pause(provider: Provider, now: EpochMs): Pause | null;
  /** A call of the provider begins. */
  begin(provider: Provider, now: EpochMs): void;
  /** A call of the provider ended with this result. */
  record(provider: Provider, result: DeliveryResult, now: EpochMs): void;
  /** Closes the breakers of the provider and of its account. */
  close(provider: Provider): void;
  states(provider: Provider): BreakerStates;
}

/** When the provider may next be called; `now` when it may already. */
export function ableFrom(breakers: Pick<Breakers, "pause">, provider: Provider, now: EpochMs): EpochMs {
  return breakers.pause(provider, now)?.until ?? now;
}

/** The same by its breakers alone, whatever an operator ordered. */
export function admittedFromBreakers(
  breakers: Pick<Breakers, "states">,
  provider: Provider,
  now: EpochMs,
): EpochMs {
  const states = breakers.states(provider);
  return Math.max(admittedFrom(states.account, now), admittedFrom(states.provider, now));
}

/** Breakers in memory. A refusal of the account opens the account's breaker at once. */
export function createBreakers(): Breakers {
  const accounts = new Map<string, Breaker>();
  const providers = new Map<string, Breaker>();
  const accountBreaker = ({ account }: Provider) => accounts.get(account) ?? CLOSED;
  const providerBreaker = ({ name }: Provider) => providers.get(name) ?? CLOSED;
  const states: Breakers["states"] = (provider) => ({
    provider: providerBreaker(provider),
    account: accountBreaker(provider),
  });

  return {
    pause(provider, now) {
      const until = admittedFromBreakers({ states }, provider, now);
      return until > now ? { reason: "breaker_open", until } : null;
    },
    begin(provider, now) {
      accounts.set(provider.account, afterBegin(accountBreaker(provider), now));
      providers.set(provider.name, afterBegin(providerBreaker(provider), now));
    },
    record(provider, result, now) {
      const { account, name } = provider;
      const before = accountBreaker(provider);
      if (result.outcome === "refused" && result.fault === "account") {
        accounts.set(account, before.state === "closed" ? opened(now, 1) : afterFailure(before, now));
        return;
      }
      // Any other result shows that the vendor does not refuse the account.
      if (before.state === "half_open") accounts.set(account, CLOSED);
      providers.set(name, isHealthy(result) ? CLOSED : afterFailure(providerBreaker(provider), now));
    },
    close({ account, name }) {
      accounts.delete(account);
      providers.delete(name);
    },
    states,
  };
}

/** Breakers that an operator's rest of a provider holds open, too. `restedUntil` is a time that may have passed. */
export function withRests(breakers: Breakers, restedUntil: (provider: Provider) => EpochMs): Breakers {
  return {
    ...breakers,
    pause(provider, now) {
      const pause = breakers.pause(provider, now);
      const until = restedUntil(provider);
      return until > now ? { reason: "operator_rest", until: Math.max(until, pause?.until ?? now) } : pause;
    },
  };
}

/** Whether the provider works. A refusal of one number alone is a normal answer. */
function isHealthy(result: DeliveryResult): boolean {
  if (result.outcome !== "refused") return result.outcome === "accepted";
  return result.fault === "recipient" || result.numberOnly === true;
}
