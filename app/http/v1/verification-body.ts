import { type Attempt, channelOf, type ReceiptedAttempt } from "../../../domain/delivery/attempt.ts";
import type { Receipt } from "../../../domain/delivery/receipt.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { Language, Text } from "../problems/language.ts";
import { CHAIN_HINTS, lookInto } from "../problems/reasons.ts";
import type { VerificationBody } from "../schemas/verifications.ts";
import type { App } from "../../service/calling-app.ts";

/** What says how its providers' attempts are to be read. */
export type Explainer = Pick<App, "explain" | "messenger">;

/** A verification as it goes over the wire (design §6.1). Waits are rounded up, so that a caller never asks too early. */
export function verificationBody(
  view: VerificationView,
  app: Explainer,
  language: Language,
): VerificationBody {
  const secondsUntil = (at: number) => Math.max(0, Math.ceil((at - view.readAt) / 1000));
  return {
    ...sentBody(view, app, language),
    status: view.status,
    expires_in: secondsUntil(view.expiresAt),
    resend_at: iso(view.resendAt),
    resend_in: secondsUntil(view.resendAt),
    checks_left: view.checksLeft,
  };
}

/** What a verification and a delivery have in common. */
type Sent = Pick<VerificationView & DeliveryView, SentFact>;
type SentFact = keyof VerificationView & keyof DeliveryView & Exclude<keyof VerificationView, "status">;

/** What is shown of everything that was sent. */
export function sentBody(view: Sent, app: Explainer, language: Language) {
  return {
    id: view.id,
    to: view.recipient,
    purpose: view.purpose,
    channel: view.channel,
    provider: view.provider,
    created_at: iso(view.createdAt),
    expires_at: iso(view.expiresAt),
    ...(view.metadata && { metadata: { ...view.metadata } }),
    attempts: view.attempts.map((attempt) => presentAttempt(attempt, app, language)),
    trace_id: view.traceId,
  };
}

function presentAttempt(
  attempt: ReceiptedAttempt,
  app: Explainer,
  language: Language,
): VerificationBody["attempts"][number] {
  const { provider, outcome, fault, reason, vendorCode, messageId, costRial } = attempt;
  const hint = hintOf(attempt, app)?.[language];
  return {
    provider,
    channel: channelOf(attempt),
    outcome,
    ...(fault && { fault }),
    ...(reason && { reason }),
    ...(vendorCode && { vendor_code: vendorCode }),
    ...(hint && { hint }),
    ...(messageId && { message_id: messageId }),
    ...(costRial !== undefined && { cost_rial: costRial }),
    started_at: iso(attempt.startedAt),
    duration_ms: attempt.durationMs,
    ...(attempt.receipt && { receipt: presentReceipt(attempt, attempt.receipt) }),
  };
}

function presentReceipt({ startedAt, durationMs }: Attempt, { state, at, reason }: Receipt) {
  const after_ms = Math.max(0, at - startedAt - durationMs);
  return { state, at: iso(at), after_ms, ...(reason !== undefined && { reason }) };
}

/** What to do about an attempt that failed, or where its message is if that is not among the text messages. */
export function hintOf(attempt: Attempt, app: Explainer): Text | undefined {
  const { provider, outcome, reason } = attempt;
  if (reason !== undefined) return app.explain(provider, reason) ?? CHAIN_HINTS[reason];
  const isThere = outcome === "accepted" && channelOf(attempt) === "messenger";
  return isThere ? lookInto(app.messenger(provider)) : undefined;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
