/** What the OpenAPI document says of headers. Each is written once, among the components. */
import type { ProblemCode } from "../problems/catalogue.ts";

const text = (description: string) => ({ description, schema: { type: "string" as const } });

/** The components, by name. */
export const HEADERS = {
  RetryAfter: {
    description: "Whole seconds after which the same request may succeed.",
    schema: { type: "integer" as const, minimum: 0 },
  },
  RateLimit: text(
    "What is left of each quota that counted this request (draft-ietf-httpapi-ratelimit-headers-10). The one that refused comes first.",
  ),
  RateLimitPolicy: text("How much each of these quotas allows, in which window of seconds."),
  IdempotencyReplayed: {
    description: "On a repeated answer only: it is that of an earlier call with the same Idempotency-Key.",
    schema: { type: "string" as const, enum: ["true"] },
  },
  WWWAuthenticate: text("How to send a key, and which scope is missing."),
  ContentLanguage: {
    description: "The language of title and detail.",
    schema: { type: "string" as const, enum: ["en", "fa"] },
  },
};

export type HeaderName = keyof typeof HEADERS;

const NAMES: Readonly<Record<HeaderName, string>> = {
  RetryAfter: "Retry-After",
  RateLimit: "RateLimit",
  RateLimitPolicy: "RateLimit-Policy",
  IdempotencyReplayed: "Idempotency-Replayed",
  WWWAuthenticate: "WWW-Authenticate",
  ContentLanguage: "Content-Language",
};

/** The headers of a response, as references. */
export function headers(...names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [NAMES[name], { $ref: `#/components/headers/${name}` }]));
}

/** What vendors' APIs have no place for, in replies to their clients. */
export const RAMZ_PROOF = { "Ramz-Proof": text("Of a right code: the `proof` that native routes give.") };
export const RAMZ_IGNORED = { "Ramz-Ignored": text("Names of fields that Ramz has no use for.") };
export const SHOULD_RETRY = {
  "X-Should-Retry": {
    description: "Keeps Prelude's clients from repeating what a moment does not change.",
    schema: { type: "string" as const, enum: ["false"] },
  },
};

export const QUOTAS = headers("RateLimit", "RateLimitPolicy");

/** Problems that say when the same request may succeed. */
const WAIT: readonly ProblemCode[] = [
  "busy",
  "idempotency_in_progress",
  "cooldown",
  "send_limit",
  "ip_limit",
  "caller_limit",
  "budget",
  "low_conversion",
  "checks_exhausted",
  "delivery_failed",
  "overloaded",
  "store_unavailable",
];
/** Problems of what counts sends. */
const COUNTED: readonly ProblemCode[] = [
  "cooldown",
  "send_limit",
  "ip_limit",
  "caller_limit",
  "budget",
  "low_conversion",
  "challenge_required",
];
const OF_KEYS: readonly ProblemCode[] = ["unauthorized", "scope_missing"];

/** The headers of a response that has one of these codes. */
export function headersOf(codes: readonly ProblemCode[]) {
  const has = (some: readonly ProblemCode[]) => codes.some((code) => some.includes(code));
  return {
    ...(has(WAIT) && headers("RetryAfter")),
    ...(has(COUNTED) && QUOTAS),
    ...(has(OF_KEYS) && headers("WWWAuthenticate")),
    ...headers("ContentLanguage"),
  };
}
