/** What the OpenAPI document says of the predecessor's routes. */
import { LegacyCheckBody, LegacyStartBody } from "./legacy.ts";
import {
  LegacyCheckReply,
  LegacyDetailReply,
  LegacyFieldsReply,
  LegacyForbiddenReply,
  LegacyStartReply,
  LegacyWaitReply,
} from "./operations.ts";
import { BEARER, json, startMayBeRepeated, takes } from "./route-docs.ts";

/** A key, or none where an app is public. */
const legacy = { tags: ["Predecessor"], security: [{ [BEARER]: [] }, {}] };
const legacyProblems = {
  "400": json("What is wrong, by field.", LegacyFieldsReply),
  "401": json("A key is required.", LegacyDetailReply),
  "403": json("The key lacks a scope, or a challenge must be solved first.", LegacyForbiddenReply),
  "413": json("The body is too large.", LegacyDetailReply),
  "415": json("The body is not JSON.", LegacyDetailReply),
  "429": json("Too soon or too often.", LegacyWaitReply),
  "500": json("Internal error.", LegacyDetailReply),
  "503": json("Try again in a moment.", LegacyWaitReply),
};

export const describeLegacy = {
  start: {
    operationId: "legacyStart",
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
  check: {
    operationId: "legacyCheck",
    ...legacy,
    summary: "Check a code",
    requestBody: takes(LegacyCheckBody),
    responses: { "200": json("The code is right.", LegacyCheckReply), ...legacyProblems },
  },
} as const;
