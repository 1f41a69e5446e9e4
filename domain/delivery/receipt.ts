/** Receipts: what a vendor says later of a message that it accepted. A receipt opens, approves and extends nothing. */
import { REDACTED } from "../redaction.ts";
import type { EpochMs } from "../time.ts";

export type ReceiptState = "delivered" | "undelivered";

/** The state of one message, in the vendor's words of today. `pending`: it may still change. */
export interface MessageStatus {
  readonly messageId: string;
  readonly state: ReceiptState | "pending";
  /** The vendor's own word or code. */
  readonly reason?: string;
  /** The operator that serves the number today, as the numbering port writes it, e.g. `TR-Turkcell`. Left out: the vendor does not say. */
  readonly carrier?: string;
}

/** A receipt as the timeline has it. */
export interface Receipt {
  readonly state: ReceiptState;
  readonly at: EpochMs;
  readonly reason?: string;
}

/**
 * What proves a receipt. `path`: the caller knew the secret address, and nothing more. `signed`: the vendor's signature. `asked`: the
 * vendor answered so when it was asked.
 */
export type ReceiptProof = "path" | "signed" | "asked";

/** A call at the address of a provider's receipts. */
export interface Callback {
  readonly method: "GET" | "POST";
  /** The address as the vendor was given it, with the query of this call; null when the public URL is not configured. */
  readonly url: string | null;
  /** The query, without its question mark. */
  readonly query: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: EpochMs;
}

export type CallbackReading =
  /** Not proven to be the vendor's, or not readable. It is answered like an unknown address. */
  | { readonly kind: "refused" }
  /** The vendor only asks whether the address is right, and wants this text as the answer. */
  | { readonly kind: "challenge"; readonly answer: string }
  /** The vendor signs nothing. It is asked about these messages before anything is believed. */
  | { readonly kind: "hint"; readonly messageIds: readonly string[] }
  | {
      readonly kind: "statuses";
      readonly proof: Exclude<ReceiptProof, "asked">;
      readonly statuses: readonly MessageStatus[];
    };

/** When and how a vendor is asked about its messages. */
export interface Polling {
  /** How long after a message was accepted it is asked about, in rising order. */
  readonly afterMs: readonly number[];
  /** The most messages in one call of `status`. */
  readonly batchSize: number;
}

/** What a vendor may be told of a message it carried. */
export type FeedbackOutcome = "approved" | "canceled";

export interface FeedbackMessage {
  readonly messageId: string;
  /** The code that was approved; left out for a cancellation. */
  readonly code?: string;
}

/** The optional part of the delivery port. A provider has those methods that its vendor has a use for. */
export interface ReceiptPort {
  /** Reads and proves a call of the vendor. Must be quick: it does no I/O. */
  receipt?(callback: Callback): CallbackReading | Promise<CallbackReading>;
  /**
   * Asks the vendor about messages, at most `polling.batchSize`. Messages that it does not know may be left out.
   * Rejects when the vendor does not answer the question; the error names why, without secrets.
   */
  status?(messageIds: readonly string[], deadline: EpochMs): Promise<readonly MessageStatus[]>;
  /** Left out: `DEFAULT_POLLING`. Means nothing without `status`. */
  readonly polling?: Polling;
  /** Every operator that its statuses may name as a carrier; another name is not believed. Left out: they name none. */
  readonly carriers?: readonly string[];
  /** Tells the vendor what became of a message. Best effort: whether it rejects changes nothing. */
  feedback?(outcome: FeedbackOutcome, message: FeedbackMessage, deadline: EpochMs): Promise<void>;
  /** The outcomes that `feedback` has a use for; all when left out. */
  readonly feedbackOn?: readonly FeedbackOutcome[];
}

const SECOND_MS = 1_000;

export const DEFAULT_POLLING: Polling = {
  afterMs: [20, 60, 180, 600, 1_800].map((seconds) => seconds * SECOND_MS),
  batchSize: 1,
};

/** Whether anything can be learned of the messages of a provider. */
export function hasReceipts({ receipt, status }: ReceiptPort): boolean {
  return receipt !== undefined || status !== undefined;
}

/** Bounds of what a vendor may say, because it is kept. */
const TEXT_MAX = 200;

/** A clean copy of valid statuses. Providers may be third-party code: what is no status is left out. */
export function readStatuses(value: unknown): readonly MessageStatus[] {
  return Array.isArray(value) ? value.flatMap((one: unknown) => readStatus(one) ?? []) : [];
}

function readStatus(value: unknown): MessageStatus | null {
  if (typeof value !== "object" || value === null) return null;
  const { messageId, state, reason, carrier }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof messageId !== "string" || messageId === "") return null;
  if (state !== "delivered" && state !== "undelivered" && state !== "pending") return null;
  return {
    messageId: messageId.slice(0, TEXT_MAX),
    state,
    ...(typeof reason === "string" && reason !== "" && { reason: plainReason(reason) }),
    ...(typeof carrier === "string" && { carrier: carrier.slice(0, TEXT_MAX) }),
  };
}

/**
 * The reason without what may be a code or a number in it: a vendor may say back the text of the message, long after the code is known to
 * no one here. A word of the vendor's own, such as `30003`, stays.
 */
export function plainReason(reason: string): string {
  const isWord = /^[\w.:-]{1,64}$/.test(reason);
  return isWord ? reason : reason.replace(/\p{Nd}{4,}/gu, REDACTED).slice(0, TEXT_MAX);
}
