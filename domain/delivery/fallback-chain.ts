/**
 * The fallback chain: an ordered list of providers. The next step is a function of the attempts made so far, so the rules (design §5)
 * need no clock, no I/O and no state of their own.
 */
import type { EpochMs } from "../time.ts";
import { type Attempt, type SkipReason, skippedAttempt } from "./attempt.ts";
import type { Breakers } from "./circuit-breaker.ts";
import type { Channel, Provider, RequestedChannel } from "./provider.ts";

/** How a send ended. `undelivered`: certainly nothing went out. `uncertain`: no provider accepted, but something may have gone out. */
export type SendOutcome = "accepted" | "uncertain" | "recipient_refused" | "undelivered";

export type Step =
  | { readonly kind: "call"; readonly provider: Provider; readonly attempt: Attempt }
  | { readonly kind: "pause"; readonly ms: number }
  | { readonly kind: "done"; readonly outcome: SendOutcome };

/** One send under way: the providers that can carry it, and until when. */
export interface Send {
  /** When it was reserved, which names it. */
  readonly at: EpochMs;
  /** As it was asked for. */
  readonly channel: RequestedChannel;
  readonly providers: readonly Provider[];
  /** Names of the messengers where the number has no account, and until when that is remembered. */
  readonly notAUserOf: ReadonlyMap<string, EpochMs>;
  readonly deadline: EpochMs;
  readonly attemptTimeoutMs: number;
  /** Indexes of attempts whose messages did not arrive, by their receipts. The chain goes on as if they had been refused. */
  readonly lost?: ReadonlySet<number>;
}

/** Pause before a provider is called a second time. */
const RETRY_PAUSE_MS = 500;
/** The time that must be left for a second call. */
const RETRY_MIN_MS = 1_000;
const CALLS_PER_PROVIDER = 2;

/** The next step after the attempts made so far. Skipped providers are attempts too, so that the ledger says why they were not called. */
export function nextStep(
  send: Send,
  made: readonly Attempt[],
  breakers: Breakers,
  now: EpochMs,
): { readonly skipped: readonly Attempt[]; readonly step: Step } {
  const ended = outcomeOf(hopesOf(send, made));
  if (ended !== null) return { skipped: [], step: { kind: "done", outcome: ended } };

  const skipped: Attempt[] = [];
  const accounts = {
    refused: accountsOf(send.providers, made, ({ fault }) => fault === "account"),
    busy: accountsOf(send.providers, made, ({ reason }) => reason === "account_busy"),
  };
  for (const provider of send.providers) {
    if (made.some((attempt) => attempt.provider === provider.name)) continue;
    if (now >= send.deadline) break;
    const attempt = plannedAttempt(send, provider, made.length + skipped.length, now);
    const reason = send.notAUserOf.has(provider.name)
      ? "known_not_a_user"
      : skipReason(provider, accounts, breakers, now);
    if (reason === null) return { skipped, step: { kind: "call", provider, attempt } };
    skipped.push(skippedAttempt(attempt, reason));
  }
  return { skipped, step: retryStep(send, [...made, ...skipped], breakers, now) };
}

function skipReason(
  provider: Provider,
  accounts: { readonly refused: ReadonlySet<string>; readonly busy: ReadonlySet<string> },
  breakers: Breakers,
  now: EpochMs,
): SkipReason | null {
  if (accounts.refused.has(provider.account)) return "account_refused";
  if (accounts.busy.has(provider.account)) return "account_busy";
  return breakers.pause(provider, now)?.reason ?? null;
}

/** Once every provider had its turn: one that was unavailable is called again, if time is left and nothing may have gone out. */
function retryStep(send: Send, made: readonly Attempt[], breakers: Breakers, now: EpochMs): Step {
  const hopes = hopesOf(send, made);
  const outcome = hopes.some((attempt) => attempt.outcome === "unknown") ? "uncertain" : "undelivered";
  const provider = send.providers.find((one) => mayRetry(one, made) && breakers.pause(one, now) === null);
  if (outcome === "uncertain" || provider === undefined) return { kind: "done", outcome };

  const last = made.findLast((attempt) => attempt.provider === provider.name);
  const pauseUntil = last === undefined ? now : last.startedAt + last.durationMs + RETRY_PAUSE_MS;
  if (send.deadline - Math.max(now, pauseUntil) < RETRY_MIN_MS) return { kind: "done", outcome };
  const ms = pauseUntil - now;
  // A longer pause means that the clock was set back meanwhile. Do not wait for it to catch up.
  if (ms > 0 && ms <= RETRY_PAUSE_MS) return { kind: "pause", ms };
  return { kind: "call", provider, attempt: plannedAttempt(send, provider, made.length, now) };
}

function mayRetry(provider: Provider, made: readonly Attempt[]): boolean {
  const calls = made.filter((attempt) => attempt.provider === provider.name);
  return calls.length < CALLS_PER_PROVIDER && calls.at(-1)?.outcome === "unavailable";
}

function hopesOf({ lost }: Send, made: readonly Attempt[]): readonly Attempt[] {
  return lost === undefined ? made : made.filter(({ index }) => !lost.has(index));
}

/** The outcome that ends the chain early; null while it goes on. */
function outcomeOf(made: readonly Attempt[]): SendOutcome | null {
  if (made.some((attempt) => attempt.outcome === "accepted")) return "accepted";
  return made.some((attempt) => attempt.fault === "recipient") ? "recipient_refused" : null;
}

/** The accounts of the providers whose attempts `shows` picks out. */
function accountsOf(
  providers: readonly Provider[],
  made: readonly Attempt[],
  shows: (attempt: Attempt) => boolean,
): ReadonlySet<string> {
  const names = new Set(made.filter(shows).map((attempt) => attempt.provider));
  return new Set(providers.filter(({ name }) => names.has(name)).map(({ account }) => account));
}

function plannedAttempt(send: Send, provider: Provider, index: number, now: EpochMs): Attempt {
  const channel = channelBy(provider, send.channel);
  return {
    send: send.at,
    index,
    provider: provider.name,
    ...(channel !== "sms" && { channel }),
    startedAt: now,
    durationMs: 0,
    outcome: "planned",
  };
}

/** The channel that the provider uses: the one asked for, or its first when any will do. */
function channelBy({ channels: [first = "sms"] }: Provider, asked: RequestedChannel): Channel {
  return asked === "auto" ? first : asked;
}

/** The providers that can use a channel, in the order of the chain. */
export function providersFor<P extends Pick<Provider, "channels">>(
  channel: RequestedChannel,
  chain: readonly P[],
): readonly P[] {
  return channel === "auto" ? chain : chain.filter((provider) => provider.channels.includes(channel));
}
