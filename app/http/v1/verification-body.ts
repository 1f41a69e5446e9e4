import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { Language } from "../../language/language.ts";
import type { VerificationBody } from "../schemas/verifications.ts";
import { type Explainer, presentAttempt } from "../../service/present-attempt.ts";

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

function iso(at: number): string {
  return new Date(at).toISOString();
}
