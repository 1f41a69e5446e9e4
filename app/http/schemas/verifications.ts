/** The shapes of requests and replies (design §6.1), for validation and for the OpenAPI document. */
import { FormatRegistry, type Static, type TSchema, Type } from "@sinclair/typebox";
import { readAddress } from "../../access/ip-addresses.ts";
import { localeOf } from "./locale.ts";

/** Not called "ip": the OpenAPI plugin puts a check of its own under that name, one that throws. */
FormatRegistry.Set("ip-address", (text) => readAddress(text) !== null);
FormatRegistry.Set("locale", (text) => localeOf(text) !== null);

export const closed = { additionalProperties: false } as const;

export const To = Type.String({
  maxLength: 100,
  description:
    "The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI.",
});
export const Code = Type.String({ maxLength: 64, description: "The code as typed.", examples: ["123456"] });
const Purpose = Type.String({
  pattern: "^[a-z0-9][a-z0-9_.-]{0,31}$",
  description: "What the code is for, e.g. login. A code for one purpose opens no other.",
  default: "default",
});
const CHANNELS = [Type.Literal("sms"), Type.Literal("call"), Type.Literal("messenger")] as const;
const Channel = Type.Union([...CHANNELS], { description: "How the message reaches the person." });
const RequestedChannel = Type.Union([...CHANNELS, Type.Literal("auto")], {
  description: "How the code should reach the person. auto: by any provider of the chain, in its order.",
  default: "sms",
});
const Locale = Type.String({
  format: "locale",
  description: "Language of the message: fa or en, also as part of a language tag such as fa-IR.",
  default: "fa",
  examples: ["fa", "en", "fa-IR"],
});

const NAME_LENGTH = 64;
/** Of a name only the pattern is checked, and only where no other name is allowed; the dot would pass over line ends. */
const Metadata = Type.Record(
  Type.String({ pattern: `^[\\s\\S]{0,${NAME_LENGTH}}$` }),
  Type.String({ maxLength: 128 }),
  {
    maxProperties: 10,
    additionalProperties: false,
    propertyNames: { maxLength: NAME_LENGTH },
    description: "Facts of your own, echoed back. No personal data.",
  },
);

const Limits = Type.Record(
  Type.String({ pattern: "^[a-z0-9_]{1,32}$" }),
  Type.String({ minLength: 1, maxLength: 128 }),
  {
    maxProperties: 5,
    additionalProperties: false,
    description: "What this send is counted by, beside the number: limits of the app by name, e.g. a device.",
    examples: [{ device: "a1b2" }],
  },
);
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
    client_ip: Type.Optional(
      Type.String({
        format: "ip-address",
        description:
          "Address of the end user, by which sends are limited. Only from a key whose word is taken for it; else 403.",
      }),
    ),
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

const Time = Type.String({ format: "date-time" });
const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

const ReceiptReply = Type.Object(
  {
    state: Type.Union([Type.Literal("delivered"), Type.Literal("undelivered")]),
    at: Time,
    after_ms: Type.Integer({ minimum: 0, description: "From the vendor's acceptance to its receipt." }),
    reason: Type.Optional(Type.String({ description: "The vendor's own word or code." })),
  },
  { ...closed, description: "What the vendor said later of the message. Absent while it has said nothing." },
);

export const AttemptReply = Type.Object(
  {
    provider: Type.String(),
    channel: Channel,
    outcome: Type.Union(
      ["accepted", "refused", "unavailable", "unknown", "skipped", "planned"].map((word) =>
        Type.Literal(word),
      ),
    ),
    fault: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    vendor_code: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
    message_id: Type.Optional(Type.String()),
    cost_rial: Type.Optional(Type.Number()),
    started_at: Time,
    duration_ms: Type.Integer(),
    receipt: Type.Optional(ReceiptReply),
  },
  closed,
);

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
  trace_id: Type.String(),
});
