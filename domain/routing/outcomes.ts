/**
 * What became of messages, by operator and provider: sent, delivered by the vendor's word, and answered by an approval. The use cases say
 * it; who counts it is behind this port. Nothing waits for it.
 */
import type { ReceiptState } from "../delivery/receipt.ts";
import type { EpochMs } from "../time.ts";
import type { FirstSend } from "./route-windows.ts";
import type { RouteDecision } from "./routing.ts";

/** One message that went out, or may have. */
export interface OutMessage {
  /** When its send was reserved. All that is counted of a message is counted at that time. */
  readonly send: EpochMs;
  /** Of the number, e.g. `IR-MCI`; its country where the plan names no operator. */
  readonly operator: string;
  readonly provider: string;
}

/** A first send with its price, if the vendor said it. */
export interface PricedSend extends FirstSend {
  readonly rial: number | null;
}

/** Methods return at once and never throw. */
export interface Outcomes {
  /** The messages of one send. `first`: orders are learned from it. */
  sent(messages: readonly OutMessage[], first: PricedSend | null): void;
  /** The code came back, so long after the send. It is credited to the newest message of its verification. `first`: as above. */
  approved(message: OutMessage, afterMs: number, first: (FirstSend & { isInTime: boolean }) | null): void;
  /** Nothing is to be learned from a first send after all. */
  withdrawn(first: FirstSend): void;
  /** The vendor says what became of a message. */
  received(message: OutMessage, state: ReceiptState): void;
  /** A send got its order, or would have got it. */
  routed(decision: RouteDecision): void;
}

/** Counts nothing. */
export const noOutcomes: Outcomes = { sent() {}, approved() {}, withdrawn() {}, received() {}, routed() {} };
