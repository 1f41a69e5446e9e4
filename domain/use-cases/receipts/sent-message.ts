/** A message that a provider accepted, as the store keeps it until its receipts come: all that a receipt needs, and no number. */
import type { EpochMs } from "../../time.ts";

export interface SentMessage {
  readonly app: string;
  readonly verificationId: string;
  /** Names the attempt within the verification. */
  readonly send: EpochMs;
  readonly index: number;
  readonly provider: string;
  /** The operator of the number, or its country. */
  readonly operator: string;
  readonly acceptedAt: EpochMs;
  /** End of the code's life. */
  readonly expiresAt: EpochMs;
  readonly traceId: string;
  /** Where the carrier that a receipt names is noted (carriers.ts); absent where none is wanted, and in older texts. */
  readonly carrierNote?: string;
}

export function encodeSent(message: SentMessage): string {
  const { app, verificationId, send, index, provider, operator, acceptedAt, expiresAt, traceId } = message;
  const { carrierNote } = message;
  return JSON.stringify([
    app,
    verificationId,
    send,
    index,
    provider,
    operator,
    acceptedAt,
    expiresAt,
    traceId,
    ...(carrierNote === undefined ? [] : [carrierNote]),
  ]);
}

/** Null for a text that this version did not write. */
export function decodeSent(text: string): SentMessage | null {
  const row: unknown = JSON.parse(text);
  if (!Array.isArray(row)) return null;
  const [app, verificationId, send, index, provider, operator, acceptedAt, expiresAt, traceId, carrierNote] =
    row.map((value: unknown) => (typeof value === "string" || typeof value === "number" ? value : null));
  const isSent =
    isText(app) &&
    isText(verificationId) &&
    isNumber(send) &&
    isNumber(index) &&
    isText(provider) &&
    isText(operator) &&
    isNumber(acceptedAt) &&
    isNumber(expiresAt) &&
    isText(traceId);
  if (!isSent) return null;
  const message = { app, verificationId, send, index, provider, operator, acceptedAt, expiresAt, traceId };
  return { ...message, ...(isText(carrierNote) && { carrierNote }) };
}

function isText(value: string | number | null | undefined): value is string {
  return typeof value === "string";
}

function isNumber(value: string | number | null | undefined): value is number {
  return typeof value === "number";
}
