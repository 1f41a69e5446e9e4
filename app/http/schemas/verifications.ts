/** The shapes of requests and replies (design §6.1), for validation and for the OpenAPI document. */
import { type Static, Type } from "@sinclair/typebox";
import {
  AttemptReply,
  ClientIp,
  Code,
  Limits,
  Locale,
  Metadata,
  named,
  Nullable,
  Purpose,
  RequestedChannel,
  Time,
  To,
} from "./fields.ts";

const KnownSession = Type.Boolean({
  description:
    "Whether the end user has a session you know. Only from a key whose word is taken for it; else 403.",
});

export const ChallengeResponse = Type.String({
  maxLength: 4_096,
  description:
    "The solution of the challenge in an earlier 403 challenge_required, as the ALTCHA widget gives it.",
});

export const StartBody = Type.Object(
  {
    to: To,
    channel: Type.Optional(RequestedChannel),
    locale: Type.Optional(Locale),
    purpose: Type.Optional(Purpose),
    metadata: Type.Optional(Metadata),
    client_ip: Type.Optional(ClientIp),
    limits: Type.Optional(Limits),
    known_session: Type.Optional(KnownSession),
    challenge_response: Type.Optional(ChallengeResponse),
    challenge_passed: Type.Optional(
      Type.Boolean({
        description:
          "Whether the end user passed a challenge of your own. Only from a key whose word is taken for it; else 403.",
      }),
    ),
  },
  named("StartVerification"),
);
export const CheckBody = Type.Object({ code: Code }, named("CheckCode"));
export const CheckByNumberBody = Type.Object(
  { to: To, code: Code, purpose: Type.Optional(Purpose), known_session: Type.Optional(KnownSession) },
  named("CheckCodeByNumber"),
);
export const RedeemBody = Type.Object(
  { proof: Type.String({ maxLength: 4_096, description: "The proof, as an approved check gave it." }) },
  named("RedeemProof"),
);
export const DEFAULT_PURPOSE = "default";

const verification = {
  id: Type.String(),
  to: Type.String(),
  status: Type.Union(
    ["pending", "approved", "canceled", "expired", "exhausted", "undelivered"].map((word) =>
      Type.Literal(word),
    ),
  ),
  purpose: Type.String(),
  channel: RequestedChannel,
  provider: Nullable(Type.String()),
  created_at: Time,
  expires_at: Time,
  expires_in: Type.Integer({ minimum: 0 }),
  resend_at: Time,
  resend_in: Type.Integer({ minimum: 0 }),
  checks_left: Type.Integer({ minimum: 0 }),
  metadata: Type.Optional(Metadata),
  attempts: Type.Array(AttemptReply),
  trace_id: Type.String(),
};

export const VerificationReply = Type.Object(verification, named("Verification"));
export type VerificationBody = Static<typeof VerificationReply>;

/** The reply of a check that was right. */
export const ApprovedReply = Type.Object(
  {
    ...verification,
    status: Type.Literal("approved"),
    proof: Type.String({
      description: "A signed statement (JWS, EdDSA) that the number was proved, good for five minutes.",
    }),
  },
  named("ApprovedVerification"),
);
