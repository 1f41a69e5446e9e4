/** What the OpenAPI document says of Prelude's routes. */
import {
  PreludeCheckBody,
  PreludeCheckReply,
  PreludeErrorReply,
  PreludeStartBody,
  PreludeStartReply,
} from "./prelude.ts";
import { BEARER, json, takes } from "./route-docs.ts";

const prelude = { tags: ["Prelude"], security: [{ [BEARER]: [] }] };
const errors = {
  "400": json("The body is not valid, or asks for what Ramz does not do.", PreludeErrorReply),
  "401": json("A key is required.", PreludeErrorReply),
  "403": json("The key lacks a scope.", PreludeErrorReply),
  "409": json("Too many requests for this number at once; may be repeated.", PreludeErrorReply),
  "413": json("The body is too large.", PreludeErrorReply),
  "415": json("The body is not JSON.", PreludeErrorReply),
  "500": json("Internal error.", PreludeErrorReply),
  "503": json("Try again in a moment.", PreludeErrorReply),
};

export const describePrelude = {
  start: {
    operationId: "preludeStart",
    ...prelude,
    summary: "Create or retry a verification",
    requestBody: takes(PreludeStartBody),
    responses: {
      "200": json("Sent, or blocked for the reason named.", PreludeStartReply),
      ...errors,
      "410": json("Canceled while its message was on the way.", PreludeErrorReply),
      "422": json("This Idempotency-Key belongs to another call.", PreludeErrorReply),
      "429": json("Too soon or too often.", PreludeErrorReply),
      "502": json("No provider could send it.", PreludeErrorReply),
    },
  },
  check: {
    operationId: "preludeCheck",
    ...prelude,
    summary: "Check a code",
    requestBody: takes(PreludeCheckBody),
    responses: { "200": json("Whether the code is right.", PreludeCheckReply), ...errors },
  },
} as const;
