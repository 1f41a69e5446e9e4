/** What the OpenAPI document says of each route. Replies are described here and compared with real replies by a test. */
import { type TSchema, Type } from "@sinclair/typebox";
import { type ProblemCode, PROBLEMS } from "./problems.ts";
import {
  JwksReply,
  LegacyCheckReply,
  LegacyDetailReply,
  LegacyFieldsReply,
  LegacyStartReply,
  LegacyWaitReply,
  LiveReply,
  ReadyReply,
} from "./replies.ts";
import { ProblemReply, VerificationReply } from "./schemas.ts";

const json = (description: string, schema: TSchema, type = "application/json") => ({
  description,
  content: { [type]: { schema: { ...schema } } },
});

/** One entry per status, naming the codes that share it. */
function problems(...codes: readonly ProblemCode[]) {
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

const ALWAYS = ["store_unavailable", "internal"] as const;
const WITH_BODY = ["invalid_request", "malformed_json", "body_too_large", "unsupported_media_type"] as const;
const OF_A_NUMBER = ["recipient_invalid", "recipient_not_allowed"] as const;
const SETTLED = ["already_approved", "expired", "canceled", "undelivered", "checks_exhausted"] as const;

const approved = json("The code is right; `proof` says so.", VerificationReply);
const tags = ["Verifications"];

const legacyTags = ["Predecessor"];
const legacyProblems = {
  "400": json("What is wrong, by field.", LegacyFieldsReply),
  "413": json("The body is too large.", LegacyDetailReply),
  "415": json("The body is not JSON.", LegacyDetailReply),
  "429": json("Too soon or too often.", LegacyWaitReply),
  "500": json("Ramz has failed.", LegacyDetailReply),
  "503": json("Try again in a moment.", LegacyWaitReply),
};
const operations = ["Operations"];

export const describe = {
  start: {
    tags,
    summary: "Send a code",
    description:
      "Opens a verification and sends its code. While one is live for this number and purpose, the same code is sent again.",
    responses: {
      "201": json("A new verification; its code is on the way.", VerificationReply),
      "200": json("The live verification; its code was sent again.", VerificationReply),
      ...problems(
        ...WITH_BODY,
        ...OF_A_NUMBER,
        "channel_unavailable",
        "cooldown",
        "send_limit",
        "ip_limit",
        "caller_limit",
        "budget",
        "low_conversion",
        "busy",
        "canceled",
        "delivery_failed",
      ),
    },
  },
  read: {
    tags,
    summary: "See how a verification stands",
    description: "With the timeline of attempts. Spends nothing and changes nothing.",
    responses: { "200": json("The verification.", VerificationReply), ...problems("not_found") },
  },
  cancel: {
    tags,
    summary: "Cancel a verification",
    description: "Its code is worth nothing from here on, and a chain that is still running stops.",
    responses: {
      "200": json("Canceled.", VerificationReply),
      ...problems(...SETTLED.filter((code) => code !== "canceled"), "not_found", "busy"),
    },
  },
  check: {
    tags,
    summary: "Check a code",
    description: "Compares one guess and counts it. A code works once.",
    responses: {
      "200": approved,
      ...problems(...WITH_BODY, "code_incorrect", ...SETTLED, "not_found", "busy"),
    },
  },
  checkByNumber: {
    tags,
    summary: "Check a code by number",
    description: "The same, for the live verification of a number and purpose.",
    responses: {
      "200": approved,
      ...problems(...WITH_BODY, ...OF_A_NUMBER, "code_incorrect", ...SETTLED, "not_found", "busy"),
    },
  },
  legacyStart: {
    tags: legacyTags,
    summary: "Send a code",
    responses: {
      "200": json("The code is on the way.", LegacyStartReply),
      ...legacyProblems,
      "502": json("No provider could send it.", LegacyDetailReply),
    },
  },
  legacyCheck: {
    tags: legacyTags,
    summary: "Check a code",
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
    responses: { "200": json("Ready.", ReadyReply), "503": json("Not ready.", ReadyReply) },
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
