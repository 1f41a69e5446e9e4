/**
 * What the OpenAPI document says of routes: the parts that routes share. Replies are described and compared with real replies by a test.
 * Not Elysia's `response` schemas: their content type is always `application/json`, and they have no room for the codes that share a status.
 */
import type { TSchema } from "@sinclair/typebox";
import { headers } from "./header-docs.ts";

export interface ResponseDoc {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> }>>;
}

export const json = (description: string, schema: TSchema, type = "application/json") => ({
  description,
  content: { [type]: { schema: { ...schema } } },
});

/** A response with these headers, too. */
export const withHeaders = <R extends ResponseDoc>(
  response: R,
  further: Readonly<Record<string, object>>,
) => ({
  ...response,
  headers: { ...response.headers, ...further },
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

/** These statuses are answered again under the same Idempotency-Key, and say so. */
export function replayedAt(
  statuses: readonly string[],
  responses: Readonly<Record<string, ResponseDoc | { readonly $ref: string }>>,
) {
  const replayed = headers("IdempotencyReplayed");
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      statuses.includes(status) && "description" in response ? withHeaders(response, replayed) : response,
    ]),
  );
}

/** Where the answer of a call that sends is kept under its Idempotency-Key. */
export const SEND_REPLAYED_AT = ["200", "201", "202", "403", "409", "410", "422", "429", "502", "503"];

/** The security scheme of the document. */
export const BEARER = "key";
/** A route that needs a key. */
export const withKey = (tag: string) => ({ tags: [tag], security: [{ [BEARER]: [] }] });
