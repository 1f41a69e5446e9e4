/** Looks meanings up: by envelope code, by HTTP status where there is no envelope, by message status, by reason. */
import type { Hint } from "../../../../domain/delivery/provider.ts";
import { ENTRY_STATUSES, FINDINGS, type Finding, UNEXPECTED_STATUS } from "./message-statuses.ts";
import { ENVELOPE_CODES, type Meaning } from "./envelope-codes.ts";

export const OWN_MEANINGS: readonly Meaning[] = Object.entries(FINDINGS).map(([reason, found]) => ({
  code: null,
  reason,
  ...found,
}));

const ALL_MEANINGS: readonly Meaning[] = [...ENVELOPE_CODES, ...ENTRY_STATUSES, ...OWN_MEANINGS];

/**
 * The meaning of `return.status`. An unlisted code is a refusal of this message only, so the next provider is tried and the
 * account is not given up for a word nobody knows; outside the range of refusals (4xx and 6xx up) it may have gone out.
 */
export function meaningOfEnvelope(status: number): Meaning {
  const listed = ENVELOPE_CODES.find((row) => row.code === status);
  if (listed !== undefined) return listed;
  const refusal = (status >= 400 && status < 500) || status >= 600;
  return meaningOfFinding(refusal ? "code_unlisted" : "answer_unreadable");
}

/** The meaning of an answer without an envelope, from its HTTP status alone. */
export function meaningOfHttp(status: number): Meaning {
  if (status < 300) return meaningOfFinding("answer_unreadable");
  if (status < 400) return meaningOfFinding("redirected");
  // 501 says "test only" in an envelope, but a bare HTTP 501 is a gateway's; so are 507, 520 and their kin.
  if (status >= 500 && status < 600) return meaningOfEnvelope(500);
  return meaningOfEnvelope(status);
}

/** The meaning of `entries.status`, the state of one message inside a 200 envelope. */
export function meaningOfEntry(status: number): Meaning {
  return ENTRY_STATUSES.find((row) => row.code === status) ?? UNEXPECTED_STATUS;
}

export function meaningOfFinding(reason: Finding): Meaning {
  return { code: null, reason, ...FINDINGS[reason] };
}

/** What a reason of a result means and what to do, in both languages; null when it is not one of this vendor's words. */
export function explain(reason: string): Hint | null {
  const found = ALL_MEANINGS.find((row) => row.reason === reason);
  if (found === undefined) return null;
  const { means, remedy } = found;
  return { en: `${means.en} ${remedy.en}`, fa: `${means.fa} ${remedy.fa}` };
}
