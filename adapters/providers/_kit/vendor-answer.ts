/** What a vendor's answer means when its own table is silent, for every vendor alike. */
import type { Hint } from "../../../domain/delivery/provider.ts";
import { joinedHint, type Meaning } from "./meanings.ts";
import { sharedExplanation } from "./shared-reasons.ts";
import { explainTransport } from "./transport-failure.ts";

/** `readable`: the body has the form of this vendor's errors. */
export function meaningOfStatus(status: number, readable: boolean): Meaning {
  if (status < 300) return { class: "unknown", reason: "answer_unreadable" };
  if (status < 400) return { class: "unknown", reason: "redirected" };
  switch (status) {
    case 401:
    case 407:
      return { class: "account", reason: "key_refused" };
    case 402:
      return { class: "account", reason: "no_credit" };
    case 403:
      return { class: "account", reason: "access_refused" };
    case 408:
    case 409:
    case 425:
      return { class: "unknown", reason: "vendor_fault" };
    case 413:
    case 414:
    case 431:
      return { class: "message", reason: "request_too_large" };
    case 429:
      return { class: "unavailable", reason: "throttled" };
  }
  if (status >= 500) return { class: "unknown", reason: "vendor_fault" };
  // A wrong base URL or a proxy must not look like a fault of the number.
  return readable
    ? { class: "message", reason: "vendor_refused" }
    : { class: "message", reason: "answer_foreign" };
}

/** What a shared reason means and what to do; null when it is no shared word. */
export function sharedHint(reason: string): Hint | null {
  const shared = sharedExplanation(reason);
  return shared === null ? explainTransport(reason) : joinedHint(shared);
}
