/** What the OpenAPI document says of Prelude's routes. */
import { type HeaderName, headers, RAMZ_IGNORED, RAMZ_PROOF, SHOULD_RETRY } from "./header-docs.ts";
import {
  PreludeCheckBody,
  PreludeCheckReply,
  PreludeErrorReply,
  PreludeStartBody,
  PreludeStartReply,
} from "./prelude.ts";
import { BEARER, json, replayedAt, startMayBeRepeated, takes, withHeaders } from "./route-docs.ts";

const prelude = { tags: ["Prelude"], security: [{ [BEARER]: [] }] };
const refused = (description: string, ...names: readonly HeaderName[]) =>
  withHeaders(json(description, PreludeErrorReply), { ...SHOULD_RETRY, ...headers(...names) });
const mayBeRepeatedSoon = (description: string) =>
  withHeaders(json(description, PreludeErrorReply), headers("RetryAfter"));

const errors = {
  "400": refused("The body is not valid, or asks for what Ramz does not do."),
  "401": refused("A key is required.", "WWWAuthenticate"),
  "403": refused("The key lacks a scope.", "WWWAuthenticate"),
  "409": mayBeRepeatedSoon("Too many requests for this number at once; may be repeated."),
  "413": refused("The body is too large."),
  "415": refused("The body is not JSON."),
  "500": refused("Internal error."),
  "503": mayBeRepeatedSoon("Try again in a moment."),
};

export const describePrelude = {
  start: {
    operationId: "preludeStart",
    ...prelude,
    ...startMayBeRepeated,
    summary: "Create or retry a verification",
    requestBody: takes(PreludeStartBody),
    responses: replayedAt(["200", "400", "409", "410", "429", "502", "503"], {
      "200": withHeaders(json("Sent, or blocked for the reason named.", PreludeStartReply), RAMZ_IGNORED),
      ...errors,
      "409": withHeaders(errors["409"], SHOULD_RETRY),
      "410": refused("Canceled while its message was on the way."),
      "422": refused("This Idempotency-Key belongs to another call."),
      "429": refused("Too soon or too often.", "RetryAfter"),
      "502": refused("No provider could send it.", "RetryAfter"),
      "503": withHeaders(errors["503"], SHOULD_RETRY),
    }),
  },
  check: {
    operationId: "preludeCheck",
    ...prelude,
    summary: "Check a code",
    requestBody: takes(PreludeCheckBody),
    responses: {
      "200": withHeaders(json("Whether the code is right.", PreludeCheckReply), RAMZ_PROOF),
      ...errors,
    },
  },
} as const;
