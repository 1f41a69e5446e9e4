/** How a message reaches a phone: the port every provider implements, and the four words it answers with. */
import type { Recipient } from "../recipient/recipient.ts";
import type { EpochMs } from "../time.ts";

export type Channel = "sms" | "call" | "messenger";
export type Locale = "fa" | "en";

/** What is to be said, never how: a provider with templates sends the code alone, one without renders a text. */
export interface DeliveryMessage {
  readonly verificationId: string;
  /** Which attempt of this send it is, from 0. */
  readonly attemptIndex: number;
  /** One per attempt, so that a vendor can recognise a repeated request. */
  readonly attemptId: string;
  readonly app: string;
  readonly recipient: Recipient;
  readonly code: string;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly expiresAt: EpochMs;
}

/** Whose fault a refusal is decides who is tried next (design §5). */
export type Fault = "recipient" | "message" | "account";

interface ResultFacts {
  /** The vendor's own code, e.g. `412`. */
  readonly vendorCode?: string;
  /** The vendor's id of the message. */
  readonly messageId?: string;
  readonly costRial?: number;
}

/**
 * `accepted`: the vendor took it, which is not yet "delivered". `refused`: certainly not sent, and not by chance.
 * `unavailable`: certainly not sent, a passing fault. `unknown`: it may have gone out.
 * `reason` is a stable word such as `sender_invalid`; the provider's docs page explains it.
 */
export type DeliveryResult = ResultFacts &
  (
    | { readonly outcome: "accepted" }
    | {
        readonly outcome: "refused";
        readonly fault: Fault;
        readonly reason: string;
        /** This line does not reach this number; another may. The provider is none the worse for it. */
        readonly numberOnly?: true;
      }
    | { readonly outcome: "unavailable"; readonly reason: string }
    | { readonly outcome: "unknown"; readonly reason: string }
  );

export interface DeliveryPort {
  /**
   * Carries one message, answering at the latest at `deadline`. Should not throw: what is thrown counts as `unknown`.
   * Must never put the code into a result.
   */
  deliver(message: DeliveryMessage, deadline: EpochMs): Promise<DeliveryResult>;
}

/** What an operator should know and do about a reason, in both languages. */
export interface Hint {
  readonly en: string;
  readonly fa: string;
}

/** One configured way to carry a message. Its name is the same in configuration, spans and docs. */
export interface Provider extends DeliveryPort {
  readonly name: string;
  /** Providers that share a key and a credit at one vendor share this word. */
  readonly account: string;
  readonly channels: readonly Channel[];
  /** What a reason of this provider's results means and what to do; null when it is not one of its words. */
  explain(reason: string): Hint | null;
}

/** What a result may hold at most: it is kept in the ledger, and counted. */
const LONGEST_TEXT = 200;
const DEAREST_RIAL = 1_000_000_000;

/**
 * A clean copy of a well-formed result, or null. Providers may be third-party code, so what they answer is not believed:
 * only the known fields pass, only with the right types and sizes, and never with the code in them.
 */
export function readDeliveryResult(value: unknown, code: string): DeliveryResult | null {
  if (typeof value !== "object" || value === null) return null;
  const given: Readonly<Record<string, unknown>> = { ...value };
  const text = (one: unknown) =>
    typeof one === "string" ? one.replaceAll(code, "***").slice(0, LONGEST_TEXT) : undefined;
  const vendorCode = text(given["vendorCode"]);
  const messageId = text(given["messageId"]);
  const { outcome, fault, costRial } = given;
  const facts: ResultFacts = {
    ...(vendorCode !== undefined && { vendorCode }),
    ...(messageId !== undefined && { messageId }),
    ...(isPrice(costRial) && { costRial }),
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

/** A price beyond reason is none: whoever budgets takes the highest instead. */
function isPrice(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= DEAREST_RIAL;
}
