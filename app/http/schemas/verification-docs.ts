/** What the OpenAPI document says of the routes of verifications and their proofs. */
import { QUOTAS } from "./header-docs.ts";
import { RedeemReply } from "./operations.ts";
import { OF_A_NUMBER, OF_A_SEND, problems, WITH_BODY } from "./problem-docs.ts";
import {
  json,
  mayBeRepeated,
  replayedAt,
  SEND_REPLAYED_AT,
  startMayBeRepeated,
  takes,
  withHeaders,
  withKey,
} from "./route-docs.ts";
import {
  ApprovedReply,
  CheckBody,
  CheckByNumberBody,
  RedeemBody,
  StartBody,
  VerificationReply,
} from "./verifications.ts";

const verifications = withKey("Verifications");
const checkMayBeRepeated = mayBeRepeated(
  "A name of your own for this check. Sent again within two minutes with the same key and code, it gets the same answer with the same proof and counts no guess.",
);

const SETTLED = ["already_approved", "expired", "canceled", "undelivered", "checks_exhausted"] as const;

const approved = json("The code is right; `proof` says so.", ApprovedReply);
const CHECK_REPLAYED_AT = ["200", "422"];

export const describeVerification = {
  start: {
    operationId: "startVerification",
    ...verifications,
    ...startMayBeRepeated,
    summary: "Send a code",
    description:
      "Opens a verification and sends its code. While one is live for this number and purpose, the same code is sent again.",
    requestBody: takes(StartBody),
    responses: replayedAt(SEND_REPLAYED_AT, {
      "201": withHeaders(json("A new verification; its code is on the way.", VerificationReply), QUOTAS),
      "200": withHeaders(json("The live verification; its code was sent again.", VerificationReply), QUOTAS),
      ...problems(
        ...WITH_BODY,
        ...OF_A_NUMBER,
        "client_ip_not_allowed",
        "known_session_not_allowed",
        "challenge_not_allowed",
        "challenge_required",
        ...OF_A_SEND,
        "canceled",
      ),
    }),
  },
  read: {
    operationId: "getVerification",
    ...verifications,
    summary: "See how a verification stands",
    description: "With the timeline of attempts. Spends nothing and changes nothing.",
    responses: { "200": json("The verification.", VerificationReply), ...problems("not_found") },
  },
  cancel: {
    operationId: "cancelVerification",
    ...verifications,
    summary: "Cancel a verification",
    description: "Its code is worth nothing from here on, and a chain that is still running stops.",
    responses: {
      "200": json("Canceled.", VerificationReply),
      ...problems(...SETTLED.filter((code) => code !== "canceled"), "not_found", "busy"),
    },
  },
  check: {
    operationId: "checkCode",
    ...verifications,
    ...checkMayBeRepeated,
    summary: "Check a code",
    description: "Compares one guess and counts it. A code works once.",
    requestBody: takes(CheckBody),
    responses: replayedAt(CHECK_REPLAYED_AT, {
      "200": approved,
      ...problems(...WITH_BODY, "code_incorrect", ...SETTLED, "not_found", "busy"),
    }),
  },
  checkByNumber: {
    operationId: "checkCodeByNumber",
    ...verifications,
    ...checkMayBeRepeated,
    summary: "Check a code by number",
    description: "The same, for the live verification of a number and purpose.",
    requestBody: takes(CheckByNumberBody),
    responses: replayedAt(CHECK_REPLAYED_AT, {
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
    }),
  },
  redeem: {
    operationId: "redeemProof",
    ...verifications,
    summary: "Redeem a proof",
    description: "Says what a proof for this app proves, once.",
    requestBody: takes(RedeemBody),
    responses: {
      "200": json("What it proves; from here on it is spent.", RedeemReply),
      ...problems(...WITH_BODY, "proof_invalid", "proof_redeemed"),
    },
  },
} as const;
