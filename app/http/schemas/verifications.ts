/** The shapes of requests and replies (design §6.1), for validation and for the OpenAPI document. */
import { type Static, Type } from "@sinclair/typebox";
import { DeliveryReply } from "./deliveries.ts";
import {
  AttemptReply,
  ClientIp,
  closed,
  Code,
  Limits,
  Locale,
  Metadata,
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
  closed,
);
export const CheckBody = Type.Object({ code: Code }, closed);
export const CheckByNumberBody = Type.Object(
  { to: To, code: Code, purpose: Type.Optional(Purpose), known_session: Type.Optional(KnownSession) },
  closed,
);
export const RedeemBody = Type.Object(
  { proof: Type.String({ maxLength: 4_096, description: "The proof, as an approved check gave it." }) },
  closed,
);
export const DEFAULT_PURPOSE = "default";
export const DEFAULT_LOCALE = "fa";

export const VerificationReply = Type.Object(
  {
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
    proof: Type.Optional(
      Type.String({
        description:
          "A signed statement (JWS, EdDSA) that the number was proved. In the reply of an approved check.",
      }),
    ),
  },
  closed,
);
export type VerificationBody = Static<typeof VerificationReply>;

export const ProblemReply = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  retry_after: Type.Optional(Type.Integer()),
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), detail: Type.String() }))),
  checks_left: Type.Optional(Type.Integer()),
  challenge: Type.Optional(
    Type.Unknown({
      description:
        "Of challenge_required: the challenge, as the ALTCHA widget takes it. Good once, for two minutes.",
    }),
  ),
  verification: Type.Optional(VerificationReply),
  delivery: Type.Optional(DeliveryReply),
  trace_id: Type.String(),
});
