/** `ramz explain`: advice for one verification or delivery. */
import { mayHaveArrived } from "../../../domain/delivery/attempt.ts";
import type { DeliveryView } from "../../../domain/ledger/delivery-view.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import { SECOND_MS } from "../../../domain/time.ts";
import { durationText } from "../../http/problems/duration.ts";

/** What happened to the code, and what the end user or the operator can do next. */
export function adviceFor(view: VerificationView): string {
  switch (view.status) {
    case "pending":
      return `${delivered(view)} ${retry(view)}`;
    case "approved":
      return "The right code was entered. There is nothing left to do.";
    case "canceled":
      return `It was canceled, or a newer verification for the same purpose replaced it: only the newest code counts. ${retry(view)}`;
    case "expired":
      return `The code expired before it was entered. ${delivered(view)} ${retry(view)}`;
    case "exhausted":
      return `Too many wrong codes were entered, so the code no longer works. ${retry(view)}`;
    case "undelivered":
      return `${nothingSent(view)} ${retry(view)}`;
  }
}

const ASK_ELSEWHERE = "The code was made elsewhere; the end user requests a new one there.";

/** The same of a carried code, which is made and checked elsewhere. */
export function adviceForDelivery(view: DeliveryView): string {
  if (view.outcome === "used") return "Its code was used, as its maker reports. There is nothing left to do.";
  switch (view.status) {
    case "carrying":
      return "Its chain is under way. Run the command again in a few seconds.";
    case "accepted":
    case "uncertain":
      return `${delivered(view)} ${ASK_ELSEWHERE}`;
    case "undelivered":
      return `${nothingSent(view)} ${ASK_ELSEWHERE}`;
  }
}

type Sent = Pick<VerificationView, "attempts" | "provider">;

function nothingSent({ attempts }: Sent): string {
  return attempts.some(({ fault }) => fault === "recipient")
    ? "The vendor says that the number does not exist. The end user has to correct it."
    : "Nothing was sent. Fix the problems listed above.";
}

/** Whether the message went out, as far as Ramz can know. */
function delivered({ attempts, provider }: Sent): string {
  if (attempts.some(({ receipt }) => receipt?.state === "delivered"))
    return "The vendor reports that the message arrived at the phone.";
  if (attempts.findLast(mayHaveArrived)?.receipt !== undefined)
    return "The vendor reports that the message did not arrive: the phone may be off, out of reach, or block the line.";
  if (provider !== null)
    return `${provider} accepted the message. That does not prove delivery: the phone may be off, out of reach, or block advertising lines.`;
  return attempts.some(({ outcome }) => outcome === "unknown" || outcome === "planned")
    ? "No provider confirmed the message, but it may have gone out."
    : "No message went out.";
}

function retry({ resendAt, readAt }: VerificationView): string {
  const seconds = Math.ceil((resendAt - readAt) / SECOND_MS);
  const when = seconds > 0 ? `in ${durationText(seconds, "en")}` : "now";
  return `The end user can request a new code ${when}.`;
}
