/** What the OpenAPI document says of problems: one response a status, whose schema names the codes that share it. */
import { type TSchema, Type } from "@sinclair/typebox";
import { type ProblemCode, PROBLEMS } from "../problems/catalogue.ts";
import { headersOf } from "./header-docs.ts";
import { ProblemReply } from "./problems.ts";
import { json, type ResponseDoc, withHeaders } from "./route-docs.ts";

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
const ALWAYS = ["unauthorized", "scope_missing", "store_unavailable", "internal"] as const;

/** Responses of most operations, each with one code: the document has them once, among its components, by name. */
const SHARED: Partial<Record<ProblemCode, string>> = {
  unauthorized: "Unauthorized",
  not_found: "NotFound",
  body_too_large: "BodyTooLarge",
  unsupported_media_type: "UnsupportedMediaType",
  internal: "Internal",
};

/** These components. */
export const RESPONSES = {
  Unauthorized: responseOf(["unauthorized"]),
  NotFound: responseOf(["not_found"]),
  BodyTooLarge: responseOf(["body_too_large"]),
  UnsupportedMediaType: responseOf(["unsupported_media_type"]),
  Internal: responseOf(["internal"]),
};

/** One entry per status, naming the codes that share it. */
export function problems(...codes: readonly ProblemCode[]) {
  const byStatus = Object.groupBy(new Set([...codes, ...ALWAYS]), (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, same = []]) => {
      const [only, ...others] = same;
      const shared = others.length === 0 && only !== undefined ? SHARED[only] : undefined;
      return [status, shared ? { $ref: `#/components/responses/${shared}` } : responseOf(same)];
    }),
  );
}

function responseOf(codes: readonly ProblemCode[]): ResponseDoc {
  const text = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}.`).join(" ");
  return withHeaders(json(text, problemWith(codes), "application/problem+json"), headersOf(codes));
}

/** A problem that has one of these codes. */
function problemWith(codes: readonly ProblemCode[]): TSchema {
  const code = Type.Union(codes.map((one) => Type.Literal(one)));
  return Type.Intersect([ProblemReply, Type.Object({ code })]);
}
