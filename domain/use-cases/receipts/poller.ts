/**
 * Asks vendors about messages that wait for a receipt. The messages are those that this process sent or was told of; after a restart
 * nothing is caught up, because a receipt only tells. One process at a time asks an account: a claim in the store keeps the others out.
 */
import type { Provider } from "../../delivery/provider.ts";
import { DEFAULT_POLLING, type MessageStatus, plainReason, readStatuses } from "../../delivery/receipt.ts";
import type { Clock, Random } from "../../ports.ts";
import type { OnceStore } from "../../storage/store.ts";
import { nullOnOutage } from "../../storage/transact.ts";
import { type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS, withTimeout } from "../../time.ts";
import { createWaitingMessages, type WaitingMessages } from "./waiting-messages.ts";

/** What one look at an account may take; its claim lasts a little longer. */
const LOOK_MS = 5 * SECOND_MS;
const CLAIM_MS = 10 * SECOND_MS;
/** How long after the end of a code's life its vendor is still asked. */
const ASKED_AFTER_LIFE_MS = HOUR_MS;
/** A message of which this process knows no life is asked about so soon after the vendor's call, or not at all. */
const ASKED_NOW_WITHIN_MS = MINUTE_MS;
/** Calls of one look, all at once, so that an account that is asked one message at a time is not flooded. */
const CALLS_PER_LOOK = 10;

export interface Poller {
  /** The message was accepted at `acceptedAt`; it is asked about until its receipt is final or its time is over. */
  watch(provider: Provider, messageId: string, acceptedAt: EpochMs, expiresAt: EpochMs): void;
  /** Asks about these messages at the next look. */
  askNow(provider: Provider, messageIds: readonly string[]): void;
  /** The receipt of this message is known. */
  forget(account: string, messageId: string): void;
  /** How many messages wait. */
  waiting(): number;
  /** Looks at every account once. Never rejects. */
  look(): Promise<void>;
}

export interface PollerParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly once: OnceStore;
  /** Takes a final status. Must not reject. */
  readonly take: (provider: Provider, status: MessageStatus) => Promise<void>;
  /** Runs one look at an account, e.g. in a span. */
  readonly within: (provider: Provider, work: () => Promise<void>) => Promise<void>;
  /** The vendor did not answer a question, and why. Its messages are asked about again later. */
  readonly unanswered: (provider: Provider, why: string) => void;
}

interface Account {
  readonly provider: Provider;
  readonly waiting: WaitingMessages;
}

export function createPoller(parts: PollerParts): Poller {
  const { clock } = parts;
  const accounts = new Map<string, Account>();
  const waitingAt = (provider: Provider): WaitingMessages => {
    const waiting = accounts.get(provider.account)?.waiting ?? createWaitingMessages();
    // The newest provider of the account asks: an older one may be of a configuration that is over.
    accounts.set(provider.account, { provider, waiting });
    return waiting;
  };
  return {
    watch(provider, messageId, acceptedAt, expiresAt) {
      if (provider.status === undefined) return;
      const times = pollingOf(provider).afterMs.map((afterMs) => acceptedAt + afterMs);
      waitingAt(provider).add(messageId, times, expiresAt + ASKED_AFTER_LIFE_MS);
    },
    askNow(provider, messageIds) {
      if (provider.status === undefined) return;
      const waiting = waitingAt(provider);
      const now = clock.now();
      for (const messageId of messageIds)
        waiting.add(messageId, [now, ...waiting.timesOf(messageId)], now + ASKED_NOW_WITHIN_MS);
    },
    forget: (account, messageId) => accounts.get(account)?.waiting.delete(messageId),
    waiting: () => [...accounts.values()].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async look() {
      await Promise.all([...accounts.values()].map((account) => lookAt(account, parts)));
    },
  };
}

/** Asks about what is due at one account, unless another process does. */
async function lookAt({ provider, waiting }: Account, parts: PollerParts): Promise<void> {
  const { clock, once, random, within } = parts;
  const { batchSize } = pollingOf(provider);
  const due = waiting.due(clock.now(), batchSize * CALLS_PER_LOOK);
  if (due.length === 0) return;
  const name = `poll\n${provider.account}`;
  const token = random.token(12);
  const claim = await nullOnOutage(once.claim(name, token, CLAIM_MS));
  if (claim?.kind !== "claimed") return;
  await within(provider, async () => {
    const deadline = clock.now() + LOOK_MS;
    const batches = Array.from({ length: Math.ceil(due.length / batchSize) }, (_, index) =>
      due.slice(index * batchSize, (index + 1) * batchSize),
    );
    await Promise.all(batches.map((batch) => ask({ provider, waiting }, batch, deadline, parts)));
  });
  await nullOnOutage(once.release(name, token));
}

async function ask(
  { provider, waiting }: Account,
  messageIds: readonly string[],
  deadline: EpochMs,
  parts: PollerParts,
): Promise<void> {
  const { clock, take } = parts;
  const statuses = await statusesOf(provider, messageIds, deadline, parts);
  for (const messageId of messageIds) waiting.asked(messageId, clock.now());
  for (const status of statuses) {
    if (status.state === "pending" || !messageIds.includes(status.messageId)) continue;
    waiting.delete(status.messageId);
    await take(provider, status);
  }
}

function pollingOf({ polling = DEFAULT_POLLING }: Provider) {
  return polling;
}

/** What the vendor says; nothing when it throws or does not answer in time. */
async function statusesOf(
  provider: Provider,
  messageIds: readonly string[],
  deadline: EpochMs,
  { clock, unanswered }: PollerParts,
): Promise<readonly MessageStatus[]> {
  try {
    const answer = provider.status?.(messageIds, deadline) ?? Promise.resolve([]);
    const first = await withTimeout(clock.timer(Math.max(0, deadline - clock.now())), answer);
    if (first !== "timed_out") return readStatuses(first);
    unanswered(provider, "timed_out");
  } catch (error) {
    unanswered(provider, plainReason(error instanceof Error ? error.message : String(error)));
  }
  return [];
}
