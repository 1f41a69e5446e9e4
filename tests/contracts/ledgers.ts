/** Ledgers to store: a small one with a number on it, and one with everything in it that a ledger can have. */
import type { Attempt } from "../../domain/delivery/attempt.ts";
import type { Ledger } from "../../domain/ledger/ledger.ts";
import type { Verification } from "../../domain/ledger/verification.ts";

const AT = Date.UTC(2026, 0, 5, 12);

/** Different numbers give different ledgers. */
export function ledgerOf(number: number): Ledger {
  const recipient = "+989121234567";
  return { app: "shop", recipient, sends: [AT + number], guesses: [], verifications: [] };
}

/** Persian, right-to-left marks, quotes, emoji, a NUL, numbers at their bounds; as long as a ledger gets. */
export function wideLedger(): Ledger {
  const texts = ["رمز یک‌بارمصرف", "\u2067۱۲۳\u2069", "\"quoted\" 'twice' \\ \n\t", "👩‍👩‍👧 é ß", "\u0000", ""];
  const metadata = Object.fromEntries(texts.map((text, index) => [`${text}${index}`, text.repeat(8)]));
  const verifications = Array.from({ length: 12 }, (_, index) => verificationOf(index, metadata));
  return {
    app: "فروشگاه",
    recipient: "+989121234567",
    sends: Array.from({ length: 10 }, (_, index) => AT + index),
    guesses: [0, 1, AT, Number.MAX_SAFE_INTEGER],
    verifications,
  };
}

function verificationOf(index: number, metadata: Readonly<Record<string, string>>): Verification {
  const facts = {
    id: `ver_${String(index).padStart(34, "A")}`,
    purpose: `purpose-${index}`,
    channel: "sms",
    locale: "fa",
    createdAt: AT,
    expiresAt: AT + 300_000,
    checksLeft: index % 6,
    metadata,
    attempts: Array.from({ length: 24 }, (_, at) => attemptOf(at)),
    traceId: "0af7651916cd43dd8448eb211c80319c",
  } as const;
  return index < 6
    ? { ...facts, status: "pending", nonce: `nonce-${index}`, keyId: "key", codeLength: 6 }
    : { ...facts, status: "approved", settledAt: AT };
}

function attemptOf(index: number): Attempt {
  return {
    send: AT,
    index,
    provider: "kavenegar/verify",
    startedAt: AT,
    durationMs: 412,
    outcome: "refused",
    fault: "message",
    reason: "sender_invalid",
    vendorCode: "412",
    messageId: "8792343",
    costRial: 120.5,
  };
}
