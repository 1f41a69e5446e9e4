/**
 * The ordered chain of providers. What to do next is a function of what was tried so far: the attempts of this send are
 * the state, so the rules read as a table (design §5) and need no clock, no I/O and no memory of their own.
 */
import { type Attempt, skippedAttempt } from "./attempt.ts";
import type { Breakers } from "./circuit-breaker.ts";
import type { Channel, Provider } from "./provider.ts";
import type { EpochMs } from "../time.ts";

/** How a send ended. `undelivered`: certainly nothing went out. `uncertain`: nobody accepted, but something may have. */
export type SendOutcome = "accepted" | "uncertain" | "recipient_refused" | "undelivered";

export type Step =
  | { readonly kind: "call"; readonly provider: Provider; readonly attempt: Attempt }
  | { readonly kind: "pause"; readonly ms: number }
  | { readonly kind: "done"; readonly outcome: SendOutcome };

/** One send on its way: who can carry it, and until when. */
export interface Send {
  readonly at: EpochMs;
  readonly providers: readonly Provider[];
  readonly deadline: EpochMs;
  readonly attemptTimeoutMs: number;
}

/** Pause before a provider is asked a second time, and the least time that must remain to make it worth while. */
const RETRY_PAUSE_MS = 500;
const LEAST_CALL_MS = 1_000;
const CALLS_PER_PROVIDER = 2;

/**
 * What follows from the attempts made so far. Skips come first, as attempts of their own, so that the ledger can say why
 * a provider was passed over.
 */
export function nextStep(
  send: Send,
  made: readonly Attempt[],
  breakers: Breakers,
  now: EpochMs,
): { readonly skipped: readonly Attempt[]; readonly step: Step } {
  const ended = endedBy(made);
  if (ended !== null) return { skipped: [], step: { kind: "done", outcome: ended } };

  const skipped: Attempt[] = [];
  const refusedAccounts = accountsRefused(send.providers, made);
  for (const provider of send.providers) {
    if (made.some((attempt) => attempt.provider === provider.name)) continue;
    if (now >= send.deadline) break;
    const attempt = planned(send, provider, made.length + skipped.length, now);
    const skip = refusedAccounts.has(provider.account)
      ? "account_refused"
      : breakers.admittedFrom(provider, now) > now
        ? "breaker_open"
        : null;
    if (skip === null) return { skipped, step: { kind: "call", provider, attempt } };
    skipped.push(skippedAttempt(attempt, skip));
  }
  return { skipped, step: retry(send, [...made, ...skipped], breakers, now) };
}

/** Once everybody was asked: a passing fault deserves a second try when nobody else could and time is left. */
function retry(send: Send, made: readonly Attempt[], breakers: Breakers, now: EpochMs): Step {
  const outcome = made.some((attempt) => attempt.outcome === "unknown") ? "uncertain" : "undelivered";
  const able = (provider: Provider) => breakers.admittedFrom(provider, now) <= now;
  const again = send.providers.find((provider) => mayRetry(provider, made) && able(provider));
  if (outcome === "uncertain" || again === undefined) return { kind: "done", outcome };

  const last = made.findLast((attempt) => attempt.provider === again.name);
  const pauseUntil = last === undefined ? now : last.startedAt + last.durationMs + RETRY_PAUSE_MS;
  if (send.deadline - Math.max(now, pauseUntil) < LEAST_CALL_MS) return { kind: "done", outcome };
  const ms = pauseUntil - now;
  // A longer wait means that the clock was set back meanwhile; nobody waits until it catches up.
  if (ms > 0 && ms <= RETRY_PAUSE_MS) return { kind: "pause", ms };
  return { kind: "call", provider: again, attempt: planned(send, again, made.length, now) };
}

function mayRetry(provider: Provider, made: readonly Attempt[]): boolean {
  const calls = made.filter((attempt) => attempt.provider === provider.name);
  return calls.length < CALLS_PER_PROVIDER && calls.at(-1)?.outcome === "unavailable";
}

function endedBy(made: readonly Attempt[]): SendOutcome | null {
  if (made.some((attempt) => attempt.outcome === "accepted")) return "accepted";
  return made.some((attempt) => attempt.fault === "recipient") ? "recipient_refused" : null;
}

function accountsRefused(providers: readonly Provider[], made: readonly Attempt[]): ReadonlySet<string> {
  const names = new Set(
    made.filter((attempt) => attempt.fault === "account").map((attempt) => attempt.provider),
  );
  return new Set(
    providers.filter((provider) => names.has(provider.name)).map((provider) => provider.account),
  );
}

function planned(send: Send, provider: Provider, index: number, now: EpochMs): Attempt {
  return {
    send: send.at,
    index,
    provider: provider.name,
    startedAt: now,
    durationMs: 0,
    outcome: "planned",
  };
}

/** The providers that can use a channel, in the order of the chain. */
export function providersFor(channel: Channel, chain: readonly Provider[]): readonly Provider[] {
  return chain.filter((provider) => provider.channels.includes(channel));
}
