/**
 * What the OpenAPI document says of routes: the parts that routes share. Replies are described and compared with real replies by a test.
 * Not Elysia's `response` schemas: their content type is always `application/json`, and they have no room for the codes that share a status.
 */
import type { TSchema } from "@sinclair/typebox";
import { type ProblemCode, PROBLEMS } from "../problems/catalogue.ts";
import { ProblemReply } from "./verifications.ts";

export const json = (description: string, schema: TSchema, type = "application/json") => ({
  description,
  content: { [type]: { schema: { ...schema } } },
});

/** The body of a request. */
export const takes = (schema: TSchema) => ({
  required: true,
  content: { "application/json": { schema: { ...schema } } },
});

/** A call that takes an Idempotency-Key. */
export const mayBeRepeated = (description: string) => ({
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
/** Of every call that sends. */
export const OF_A_SEND = [
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
  "delivery_failed",
  "overloaded",
] as const;

/** The security scheme of the document. */
export const BEARER = "key";
/** A route that needs a key. */
export const withKey = (tag: string) => ({ tags: [tag], security: [{ [BEARER]: [] }] });
