/**
 * What the OpenAPI document says of each route. Replies are described here and compared with real replies by a test. Not Elysia's
 * `response` schemas: their content type is always `application/json`, and they have no room for the codes that share a status.
 */
import { type TSchema, Type } from "@sinclair/typebox";
import { type ProblemCode, PROBLEMS } from "../problems/catalogue.ts";
import {
  JwksReply,
  LegacyCheckReply,
  LegacyDetailReply,
  LegacyFieldsReply,
  LegacyStartReply,
  LegacyWaitReply,
  LiveReply,
  ReadyReply,
  RedeemReply,
} from "./operations.ts";
import {
  CheckBody,
  CheckByNumberBody,
  ProblemReply,
  RedeemBody,
  StartBody,
  VerificationReply,
} from "./verifications.ts";
import { LegacyCheckBody, LegacyStartBody } from "./legacy.ts";

export const json = (description: string, schema: TSchema, type = "application/json") => ({
  description,
  content: { [type]: { schema: { ...schema } } },
});

/** The body of a request. */
export const takes = (schema: TSchema) => ({
  required: true,
  content: { "application/json": { schema: { ...schema } } },
});

const mayBeRepeated = (description: string) => ({
  parameters: [
    {
      name: "Idempotency-Key",
      in: "header" as const,
      description,
      schema: { type: "string" as const, minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
    },
  ],
});
export const startMayBeRepeated = mayBeRepeated(
  "A name of your own for this call. Sent again with the same key and body, it gets the same answer and sends nothing.",
);
const checkMayBeRepeated = mayBeRepeated(
  "A name of your own for this check. Sent again within two minutes with the same key and code, it gets the same answer with the same proof and counts no guess.",
);

/** One entry per status, naming the codes that share it. */
export function problems(...codes: readonly ProblemCode[]) {
  const byStatus = Object.groupBy([...codes, ...ALWAYS], (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, same = []]) => [
      status,
      json(
        same.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}.`).join(" "),
        ProblemReply,
        "application/problem+json",
      ),
    ]),
  );
}

const ALWAYS = ["unauthorized", "scope_missing", "store_unavailable", "internal"] as const;
export const WITH_BODY = [
  "invalid_request",
  "malformed_json",
  "body_too_large",
  "unsupported_media_type",
] as const;
export const OF_A_NUMBER = ["recipient_invalid", "recipient_not_allowed"] as const;
const SETTLED = ["already_approved", "expired", "canceled", "undelivered", "checks_exhausted"] as const;

const approved = json("The code is right; `proof` says so.", VerificationReply);
/** The security scheme of the document. */
export const BEARER = "key";
const withKey = { tags: ["Verifications"], security: [{ [BEARER]: [] }] };

/** A key, or none where an app is public. */
const legacy = { tags: ["Predecessor"], security: [{ [BEARER]: [] }, {}] };
const legacyProblems = {
  "400": json("What is wrong, by field.", LegacyFieldsReply),
  "401": json("A key is required.", LegacyDetailReply),
  "403": json("The key lacks a scope.", LegacyDetailReply),
  "413": json("The body is too large.", LegacyDetailReply),
  "415": json("The body is not JSON.", LegacyDetailReply),
  "429": json("Too soon or too often.", LegacyWaitReply),
  "500": json("Internal error.", LegacyDetailReply),
  "503": json("Try again in a moment.", LegacyWaitReply),
};
const operations = ["Operations"];

export const describe = {
  start: {
    ...withKey,
    ...startMayBeRepeated,
    summary: "Send a code",
    description:
      "Opens a verification and sends its code. While one is live for this number and purpose, the same code is sent again.",
    requestBody: takes(StartBody),
    responses: {
      "201": json("A new verification; its code is on the way.", VerificationReply),
      "200": json("The live verification; its code was sent again.", VerificationReply),
      ...problems(
        ...WITH_BODY,
        ...OF_A_NUMBER,
        "client_ip_not_allowed",
        "known_session_not_allowed",
        "challenge_not_allowed",
        "challenge_required",
        "channel_unavailable",
        "idempotency_key_reused",
        "idempotency_in_progress",
        "cooldown",
        "send_limit",
        "ip_limit",
        "caller_limit",
        "budget",
        "low_conversion",
        "busy",
        "canceled",
        "delivery_failed",
        "overloaded",
      ),
    },
  },
  read: {
    ...withKey,
    summary: "See how a verification stands",
    description: "With the timeline of attempts. Spends nothing and changes nothing.",
    responses: { "200": json("The verification.", VerificationReply), ...problems("not_found") },
  },
  cancel: {
    ...withKey,
    summary: "Cancel a verification",
    description: "Its code is worth nothing from here on, and a chain that is still running stops.",
    responses: {
      "200": json("Canceled.", VerificationReply),
      ...problems(...SETTLED.filter((code) => code !== "canceled"), "not_found", "busy"),
    },
  },
  check: {
    ...withKey,
    ...checkMayBeRepeated,
    summary: "Check a code",
    description: "Compares one guess and counts it. A code works once.",
    requestBody: takes(CheckBody),
    responses: {
      "200": approved,
      ...problems(...WITH_BODY, "code_incorrect", ...SETTLED, "not_found", "busy"),
    },
  },
  checkByNumber: {
    ...withKey,
    ...checkMayBeRepeated,
    summary: "Check a code by number",
    description: "The same, for the live verification of a number and purpose.",
    requestBody: takes(CheckByNumberBody),
    responses: {
      "200": approved,
      ...problems(
        ...WITH_BODY,
        ...OF_A_NUMBER,
        "known_session_not_allowed",
        "code_incorrect",
        ...SETTLED,
        "not_found",
        "busy",
      ),
    },
  },
  redeem: {
    ...withKey,
    summary: "Redeem a proof",
    description: "Says what a proof for this app proves, once.",
    requestBody: takes(RedeemBody),
    responses: {
      "200": json("What it proves; from here on it is spent.", RedeemReply),
      ...problems(...WITH_BODY, "proof_invalid", "proof_redeemed"),
    },
  },
  legacyStart: {
    ...legacy,
    ...startMayBeRepeated,
    summary: "Send a code",
    requestBody: takes(LegacyStartBody),
    responses: {
      "200": json("The code is on the way.", LegacyStartReply),
      ...legacyProblems,
      "409": json("A call with this Idempotency-Key is not answered yet.", LegacyWaitReply),
      "422": json("This Idempotency-Key belongs to another call.", LegacyDetailReply),
      "502": json("No provider could send it.", LegacyDetailReply),
    },
  },
  legacyCheck: {
    ...legacy,
    summary: "Check a code",
    requestBody: takes(LegacyCheckBody),
    responses: { "200": json("The code is right.", LegacyCheckReply), ...legacyProblems },
  },
  live: {
    tags: operations,
    summary: "The process is alive",
    responses: { "200": json("Alive.", LiveReply) },
  },
  ready: {
    tags: operations,
    summary: "The store answers and a provider can be called",
    responses: {
      "200": json("Ready.", ReadyReply),
      "503": json(
        "Not ready; ask again after `retry_after` seconds, as `Retry-After` says, too.",
        ReadyReply,
      ),
    },
  },
  metrics: {
    tags: operations,
    summary: "Metrics for Prometheus",
    responses: { "200": json("Prometheus' text format.", Type.String(), "text/plain") },
  },
  jwks: {
    tags: operations,
    summary: "Public keys that proofs are signed with",
    responses: { "200": json("A JSON Web Key Set (RFC 7517).", JwksReply) },
  },
} as const;
