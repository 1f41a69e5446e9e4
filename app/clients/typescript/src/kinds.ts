/**
 * What each documented code means to a caller. `thrown`: the call or a setting is wrong, which a person who waits for a code cannot change.
 * A code that a new version of the API documents does not compile until it is here.
 */
import type { CodeOf } from "./types.ts";

const WRONG_CALL = {
  invalid_request: "thrown",
  malformed_json: "thrown",
  body_too_large: "thrown",
  unsupported_media_type: "thrown",
  unauthorized: "thrown",
  scope_missing: "thrown",
  internal: "thrown",
} as const;
const READ_FAILED = {
  unauthorized: "thrown",
  scope_missing: "thrown",
  internal: "thrown",
  store_unavailable: "unavailable",
} as const;
const NUMBER = { recipient_invalid: "number_refused", recipient_not_allowed: "number_refused" } as const;

/** Of every call that sends. */
const SEND_KINDS = {
  ...WRONG_CALL,
  ...NUMBER,
  client_ip_not_allowed: "thrown",
  channel_unavailable: "thrown",
  idempotency_key_reused: "thrown",
  cooldown: "wait",
  send_limit: "wait",
  ip_limit: "wait",
  caller_limit: "wait",
  budget: "wait",
  low_conversion: "wait",
  delivery_failed: "not_sent",
  overloaded: "not_sent",
  busy: "unavailable",
  idempotency_in_progress: "unavailable",
  store_unavailable: "unavailable",
} as const;

export const START_KINDS = {
  ...SEND_KINDS,
  known_session_not_allowed: "thrown",
  challenge_not_allowed: "thrown",
  challenge_required: "challenge_required",
  canceled: "not_sent",
} as const satisfies Record<CodeOf<"startVerification">, string>;

export const CHECK_KINDS = {
  ...WRONG_CALL,
  ...NUMBER,
  known_session_not_allowed: "thrown",
  code_incorrect: "wrong_code",
  already_approved: "over",
  expired: "over",
  canceled: "over",
  undelivered: "over",
  checks_exhausted: "over",
  not_found: "over",
  busy: "unavailable",
  store_unavailable: "unavailable",
} as const satisfies Record<CodeOf<"checkCode"> | CodeOf<"checkCodeByNumber">, string>;

export const READ_KINDS = { ...READ_FAILED, not_found: "not_found" } as const satisfies Record<
  CodeOf<"getVerification">,
  string
>;

export const CANCEL_KINDS = {
  ...READ_FAILED,
  already_approved: "over",
  expired: "over",
  undelivered: "over",
  checks_exhausted: "over",
  not_found: "over",
  busy: "unavailable",
} as const satisfies Record<CodeOf<"cancelVerification">, string>;

export const REDEEM_KINDS = {
  ...WRONG_CALL,
  proof_invalid: "refused",
  proof_redeemed: "refused",
  store_unavailable: "unavailable",
} as const satisfies Record<CodeOf<"redeemProof">, string>;

export const CARRY_KINDS = {
  ...SEND_KINDS,
  own_code_not_allowed: "thrown",
} as const satisfies Record<CodeOf<"createDelivery">, string>;

export const REPORT_KINDS = {
  ...WRONG_CALL,
  own_code_not_allowed: "thrown",
  not_found: "not_found",
  already_used: "already_used",
  busy: "unavailable",
  store_unavailable: "unavailable",
} as const satisfies Record<CodeOf<"reportOutcome">, string>;

/** Of a guess whose form alone is wrong: the person's input, not the call. */
export const FORMAT_KINDS = { ...CHECK_KINDS, invalid_request: "wrong_format" } as const;
