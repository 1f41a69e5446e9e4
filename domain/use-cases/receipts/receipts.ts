/** Receipts of all apps of a process: which messages wait for one, what vendors say of them, and what follows. */
import type { Provider } from "../../delivery/provider.ts";
import {
  type Callback,
  type CallbackReading,
  hasReceipts,
  type MessageStatus,
  type Receipt,
  type ReceiptProof,
  readStatuses,
} from "../../delivery/receipt.ts";
import type { Clock, Random } from "../../ports.ts";
import { REDACTED } from "../../redaction.ts";
import type { Store } from "../../storage/store.ts";
import { nullOnOutage } from "../../storage/transact.ts";
import { everySecond, type Repeated } from "../every-second.ts";
import { createCarriers } from "./carriers.ts";
import { createPoller, type Poller } from "./poller.ts";
import {
  createReceiptNotes,
  type NotedReceipt,
  type NoteResult,
  type ReceiptNoteParts,
} from "./receipt-notes.ts";
import type { SentMessage } from "./sent-message.ts";

export type CallbackVerdict =
  | { readonly kind: "refused" }
  | { readonly kind: "challenge"; readonly answer: string }
  | { readonly kind: "taken" };

/** What the use cases of an app know of receipts. */
export interface AppReceipts {
  /** A provider accepted a message. Never rejects: without its receipts a message is as good. */
  sent(provider: Provider, messageId: string, message: SentMessage): Promise<void>;
  /** The receipt of a message; null while there is none, or when the store does not answer. */
  of(provider: Provider, messageId: string): Promise<Receipt | null>;
}

export interface Receipts extends AppReceipts, Pick<Poller, "look" | "waiting">, Repeated {
  /** From now on `listener` is called with each receipt that counts; it replaces the one before. */
  listen(listener: (receipt: NotedReceipt) => void): void;
  /** A vendor calls. Throws StoreUnavailable. */
  take(provider: Provider, callback: Callback): Promise<CallbackVerdict>;
}

/** How receipts are watched from outside. Methods are called at once and must not throw. */
export interface ReceiptObserver {
  noted(provider: Provider, receipt: NotedReceipt): void;
  /** No message waits for it. */
  unexpected(provider: Provider): void;
  /** Runs one look at a vendor's account. */
  polling(provider: Provider, work: () => Promise<void>): Promise<void>;
  /** The vendor was asked about messages and did not answer. `why` may contain anything that the provider says. */
  unanswered(provider: Provider, why: string): void;
}

export interface ReceiptsParts extends Pick<ReceiptNoteParts, "secrets"> {
  readonly store: Pick<Store, "notes" | "once">;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: ReceiptObserver;
}

export function createReceipts(parts: ReceiptsParts): Receipts {
  const { store, clock, random, observer } = parts;
  let listener: ((receipt: NotedReceipt) => void) | null = null;
  const notes = createReceiptNotes({ notes: store.notes, secrets: parts.secrets, clock });
  const carriers = createCarriers({ notes: store.notes, secrets: parts.secrets });
  const poller = createPoller({
    clock,
    random,
    once: store.once,
    take: async (provider, status) => void (await nullOnOutage(note(provider, status, "asked"))),
    within: (provider, work) => observer.polling(provider, work),
    unanswered: (provider, why) => observer.unanswered(provider, why),
  });

  async function note(provider: Provider, status: MessageStatus, proof: ReceiptProof): Promise<void> {
    const { messageId, state, reason } = status;
    if (state === "pending") return;
    const { account } = provider;
    const result = await notes.note({ account, messageId, state, reason, proof });
    const message = messageOf(result);
    // A receipt that its address alone proves names no carrier, so the vendor is still asked where one is wanted.
    if (proof !== "path" || message?.carrierNote === undefined) poller.forget(account, messageId);
    if (result.kind === "unexpected") observer.unexpected(provider);
    if (result.kind === "noted") {
      observer.noted(provider, result.noted);
      listener?.(result.noted);
    }
    // Also of a repeated receipt: the one before may have been proven by less.
    if (message !== null) await carriers.note(provider, status, { message, proof });
  }

  return {
    async sent(provider, messageId, message) {
      // An id with a part taken out of it is not the one that the vendor will name.
      if (!hasReceipts(provider) || messageId.includes(REDACTED)) return;
      poller.watch(provider, messageId, message.acceptedAt, message.expiresAt);
      await nullOnOutage(notes.expect({ account: provider.account, messageId }, message));
    },
    of: ({ account }, messageId) => nullOnOutage(notes.of({ account, messageId })),
    listen(next) {
      listener = next;
    },
    async take(provider, callback) {
      const reading = await readingOf(provider, callback);
      switch (reading.kind) {
        case "refused":
        case "challenge":
          return reading;
        case "hint":
          poller.askNow(provider, reading.messageIds);
          return { kind: "taken" };
        case "statuses":
          await Promise.all(
            readStatuses(reading.statuses).map((status) => note(provider, status, reading.proof)),
          );
          return { kind: "taken" };
      }
    },
    ...everySecond(() => poller.look(), clock),
    look: () => poller.look(),
    waiting: () => poller.waiting(),
  };
}

function messageOf(result: NoteResult): SentMessage | null {
  switch (result.kind) {
    case "noted":
      return result.noted.message;
    case "repeated":
      return result.message;
    case "unexpected":
      return null;
  }
}

/** A provider may be third-party code; what it cannot read is refused. */
async function readingOf(provider: Provider, callback: Callback): Promise<CallbackReading> {
  try {
    return (await provider.receipt?.(callback)) ?? { kind: "refused" };
  } catch {
    return { kind: "refused" };
  }
}

/** Expects nothing and knows of nothing. */
export const noReceipts: AppReceipts = { sent: async () => {}, of: async () => null };
