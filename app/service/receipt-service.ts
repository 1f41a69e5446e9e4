/** Receipts as the HTTP side serves them. */
import type { Callback } from "../../domain/delivery/receipt.ts";
import type { CallbackVerdict } from "../../domain/use-cases/receipts/receipts.ts";

/** A provider whose vendor calls. */
export interface ReceiptDoor {
  /** The address as the vendor was given it; null when the public URL is not configured. */
  readonly url: string | null;
  /** Throws StoreUnavailable. */
  take(callback: Callback): Promise<CallbackVerdict>;
}

export interface ReceiptService {
  /** The provider with this address; null when the slug is unknown or the secret wrong. */
  door(slug: string, secret: string): ReceiptDoor | null;
  /** Asks vendors about messages that wait for a receipt, until `stop`. */
  start(): void;
  /** Resolves when nothing of it is under way. */
  stop(): Promise<void>;
}
