/** What the OpenAPI document says of the predecessor's routes. */
import { headers, QUOTAS } from "./header-docs.ts";
import { LegacyCheckBody, LegacyStartBody } from "./legacy.ts";
import {
  LegacyCheckReply,
  LegacyDetailReply,
  LegacyFieldsReply,
  LegacyForbiddenReply,
  LegacyStartReply,
  LegacyWaitReply,
} from "./operations.ts";
import { BEARER, json, replayedAt, startMayBeRepeated, takes, withHeaders } from "./route-docs.ts";

/** A key, or none where an app is public. */
const legacy = { tags: ["Predecessor"], security: [{ [BEARER]: [] }, {}] };
const OF_KEY = headers("WWWAuthenticate");
const WAIT = headers("RetryAfter");
const legacyProblems = {
  "400": json("What is wrong, by field.", LegacyFieldsReply),
  "401": withHeaders(json("A key is required.", LegacyDetailReply), OF_KEY),
  "413": json("The body is too large.", LegacyDetailReply),
  "415": json("The body is not JSON.", LegacyDetailReply),
  "429": withHeaders(json("Too soon or too often.", LegacyWaitReply), { ...WAIT, ...QUOTAS }),
  "500": json("Internal error.", LegacyDetailReply),
  "503": withHeaders(json("Try again in a moment.", LegacyWaitReply), WAIT),
};

export const describeLegacy = {
  start: {
    operationId: "legacyStart",
    ...legacy,
    ...startMayBeRepeated,
    summary: "Send a code",
    requestBody: takes(LegacyStartBody),
    responses: replayedAt(["200", "400", "429", "502", "503"], {
      "200": json("The code is on the way.", LegacyStartReply),
      ...legacyProblems,
      "403": withHeaders(
        json("The key lacks a scope, or a challenge must be solved first.", LegacyForbiddenReply),
        OF_KEY,
      ),
      "409": withHeaders(
        json("A call with this Idempotency-Key is not answered yet.", LegacyWaitReply),
        WAIT,
      ),
      "422": json("This Idempotency-Key belongs to another call.", LegacyDetailReply),
      "502": json("No provider could send it.", LegacyDetailReply),
    }),
  },
  check: {
    operationId: "legacyCheck",
    ...legacy,
    summary: "Check a code",
    requestBody: takes(LegacyCheckBody),
    responses: {
      "200": json("The code is right.", LegacyCheckReply),
      ...legacyProblems,
      "403": withHeaders(json("The key lacks a scope.", LegacyDetailReply), OF_KEY),
      "429": withHeaders(json("No guesses left for today.", LegacyWaitReply), {
        ...WAIT,
        ...headers("RateLimit"),
      }),
    },
  },
} as const;
