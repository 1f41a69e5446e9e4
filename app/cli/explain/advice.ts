import type { VerificationView } from "../../../domain/ledger/verification-view.ts";

/** What the person, or the operator, does next. */
export function adviceFor(view: VerificationView): string {
  switch (view.status) {
    case "pending":
      return `${whereabouts(view)} ${askAgain(view)}`;
    case "approved":
      return "The code was typed and is right. Nothing is left to do.";
    case "canceled":
      return `It was canceled, or replaced by a newer one for the same purpose: only the newest code counts. ${askAgain(view)}`;
    case "expired":
      return `The code outlived its time without being typed right. ${whereabouts(view)} ${askAgain(view)}`;
    case "exhausted":
      return `Too many wrong codes were typed; this one is worth nothing any more. ${askAgain(view)}`;
    case "undelivered":
      return view.attempts.some(({ fault }) => fault === "recipient")
        ? "The vendor says that the number does not exist. The person corrects it."
        : `Nothing was sent: the operator mends what the hints above say. ${askAgain(view)}`;
  }
}

/** Where the message is, as far as Ramz can know. */
function whereabouts({ attempts, provider }: VerificationView): string {
  if (provider !== null)
    return `${provider} took the message, which does not prove that it reached the phone: it may be off, out of reach, or block advertising lines.`;
  return attempts.some(({ outcome }) => outcome === "unknown" || outcome === "planned")
    ? "Nobody confirmed the message, but it may have gone out."
    : "No message went out.";
}

function askAgain({ resendAt, readAt }: VerificationView): string {
  const seconds = Math.ceil((resendAt - readAt) / 1000);
  return seconds > 0
    ? `The person can ask for a code again in ${seconds} s.`
    : "The person can ask for a code again now.";
}
