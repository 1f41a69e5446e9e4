/** The delivery port that every provider implements, and the four outcomes it may have. */
import type { Recipient } from "../recipient/recipient.ts";
import { withoutSecrets } from "../redaction.ts";
import type { ReceiptPort } from "./receipt.ts";
import type { EpochMs } from "../time.ts";

export type Channel = "sms" | "call" | "messenger";
/** What a start may ask for. `auto`: any channel, in the order of the chain. */
export type RequestedChannel = Channel | "auto";
export type Locale = "fa" | "en";
/** Of messages whose language nothing says. */
export const DEFAULT_LOCALE: Locale = "fa";

/** What to say, never how: a provider with templates sends the code alone, one without renders a text. */
export interface DeliveryMessage {
  readonly verificationId: string;
  /** Which attempt of this send it is, from 0. */
  readonly attemptIndex: number;
  /** Unique per attempt, so that a vendor can recognise a repeated request. */
  readonly attemptId: string;
  readonly app: string;
  readonly recipient: Recipient;
  readonly code: string;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly expiresAt: EpochMs;
}

/**
 * The reason by which a messenger's provider says that the number has no account there. The number is not tried there again for a day
 * (see not-a-user.ts), so a provider must not use it for anything else.
 */
export const NOT_A_USER = "not_a_user";

/** What a refusal is about. It decides which provider is called next (design §5). */
export type Fault = "recipient" | "message" | "account";

interface ResultFacts {
  /** The vendor's own code, e.g. `412`. */
  readonly vendorCode?: string;
  /** The vendor's id of the message. */
  readonly messageId?: string;
  readonly costRial?: number;
  /** What the message was sent with, for the operator who compares it with the vendor's panel. */
  readonly sentWith?: SentWith;
}

/** A template of the vendor, or a line that sends texts, by name. */
export interface SentWith {
  readonly kind: "template" | "line";
  readonly name: string;
}

/**
 * `accepted`: the vendor took it, which is not yet "delivered". `refused`: certainly not sent, and a repeat would be refused too.
 * `unavailable`: certainly not sent, by a passing fault. `unknown`: it may have gone out.
 * `reason` is a stable word such as `sender_invalid`, explained on the provider's docs page.
 */
export type DeliveryResult = ResultFacts &
  (
    | { readonly outcome: "accepted" }
    | {
        readonly outcome: "refused";
        readonly fault: Fault;
        readonly reason: string;
        /** The line does not reach this number, and another line may. It does not count as a failure of the provider. */
        readonly numberOnly?: true;
      }
    | { readonly outcome: "unavailable"; readonly reason: string }
    | { readonly outcome: "unknown"; readonly reason: string }
  );

export interface DeliveryPort {
  /**
   * Sends one message, and resolves at `deadline` at the latest. Should not throw: an error counts as `unknown`. The result must not
   * contain the code.
   */
  deliver(message: DeliveryMessage, deadline: EpochMs): Promise<DeliveryResult>;
}

/** What an operator should know and do about a reason, in both languages. */
export interface Hint {
  readonly en: string;
  readonly fa: string;
}

/** One configured way to send a message. Its name is the same in configuration, spans and docs. */
export interface Provider extends DeliveryPort, ReceiptPort {
  readonly name: string;
  /** The same for all providers that share a key and a credit at one vendor. */
  readonly account: string;
  /** Calls under way at once at its account; the operator's rule for all accounts when left out. */
  readonly maxCalls?: number;
  /** The first is used when a start asks for any channel. */
  readonly channels: readonly Channel[];
  /** Name of the messenger as people know it, so that they are told where to look. */
  readonly messenger?: Hint;
  /** What a reason of this provider means and what to do about it; null for a reason that it does not use. */
  explain(reason: string): Hint | null;
}

/** Bounds of what a result may hold, because it is kept in the ledger and charged to budgets. */
const TEXT_MAX = 200;
const COST_MAX_RIAL = 1_000_000_000;

/**
 * A clean copy of a valid result, or null. Providers may be third-party code, so their results are not trusted: only known fields pass,
 * with the right types and sizes, and with the code taken out.
 */
export function readDeliveryResult(value: unknown, code: string): DeliveryResult | null {
  if (typeof value !== "object" || value === null) return null;
  const given: Readonly<Record<string, unknown>> = { ...value };
  const text = (one: unknown) =>
    typeof one === "string" ? withoutSecrets(one, [code]).slice(0, TEXT_MAX) : undefined;
  const vendorCode = text(given["vendorCode"]);
  const messageId = text(given["messageId"]);
  const { outcome, fault, costRial } = given;
  const sentWith = readSentWith(given["sentWith"], text);
  const facts: ResultFacts = {
    ...(vendorCode !== undefined && { vendorCode }),
    ...(messageId !== undefined && { messageId }),
    ...(isPrice(costRial) && { costRial }),
    ...(sentWith !== undefined && { sentWith }),
  };
  if (outcome === "accepted") return { outcome, ...facts };
  const reason = text(given["reason"]);
  if (reason === undefined) return null;
  if (outcome === "unavailable" || outcome === "unknown") return { outcome, reason, ...facts };
  if (outcome !== "refused") return null;
  const numberOnly = given["numberOnly"] === true;
  return fault === "recipient" || fault === "message" || fault === "account"
    ? { outcome, fault, reason, ...(numberOnly && { numberOnly }), ...facts }
    : null;
}

function readSentWith(value: unknown, text: (one: unknown) => string | undefined): SentWith | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, name: given }: Readonly<Record<string, unknown>> = { ...value };
  const name = text(given);
  return (kind === "template" || kind === "line") && name !== undefined ? { kind, name } : undefined;
}

/** An absurd price counts as not known; budgets then charge the highest price. */
function isPrice(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= COST_MAX_RIAL;
}
