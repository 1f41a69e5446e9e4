/** Looks up meanings: by envelope code, by HTTP status without an envelope, by message status, by reason. */
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { explainFrom, type ExplainedMeaning } from "../../_kit/meanings.ts";
import { ENVELOPE_CODES } from "./envelope-codes.ts";
import { ENTRY_STATUSES, UNEXPECTED_STATUS } from "./message-statuses.ts";
import { OWN_MEANINGS, type OwnReason } from "./own-reasons.ts";

const ALL_MEANINGS: readonly ExplainedMeaning[] = [...ENVELOPE_CODES, ...ENTRY_STATUSES, ...OWN_MEANINGS];

/**
 * The meaning of `return.status`. An unlisted code in the range of refusals (4xx, and 6xx up) refuses this message only, so that the
 * chain goes on without giving up the account. Outside that range the message may have gone out.
 */
export function meaningOfEnvelope(status: number): ExplainedMeaning {
  const listed = ENVELOPE_CODES.find((row) => row.code === status);
  if (listed !== undefined) return listed;
  const isRefusal = (status >= 400 && status < 500) || status >= 600;
  return ownMeaning(isRefusal ? "code_unlisted" : "answer_unreadable");
}

/** The meaning of an answer without an envelope, by its HTTP status. */
export function meaningOfHttp(status: number): ExplainedMeaning {
  if (status < 300) return ownMeaning("answer_unreadable");
  if (status < 400) return ownMeaning("redirected");
  // In an envelope 501 means "test only"; a bare HTTP 501 comes from a gateway, like 507 or 520.
  if (status >= 500 && status < 600) return meaningOfEnvelope(500);
  return meaningOfEnvelope(status);
}

/** The meaning of `entries.status`, the state of one message inside a 200 envelope. */
export function meaningOfEntry(status: number): ExplainedMeaning {
  return ENTRY_STATUSES.find((row) => row.code === status) ?? UNEXPECTED_STATUS;
}

export function ownMeaning(reason: OwnReason): ExplainedMeaning {
  const row = OWN_MEANINGS.find((one) => one.reason === reason);
  if (row === undefined) throw new Error(`the table of own reasons has no ${reason}`);
  return row;
}

/** The hint for a reason of a result, in both languages; null when it is not a reason of Kavenegar's. */
export function explain(reason: string): Hint | null {
  return explainFrom(ALL_MEANINGS, reason);
}
