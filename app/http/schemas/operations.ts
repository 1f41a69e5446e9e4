/** Shapes of the replies that are not verifications or problems: the predecessor's, and those for operations. */
import { Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;

export const LegacyStartReply = Type.Object(
  { phone_number: Type.String(), message: Type.String(), expires_in: Type.Integer() },
  closed,
);
export const LegacyCheckReply = Type.Object(
  { phone_number: Type.String(), verified: Type.Boolean(), verification_token: Type.String() },
  closed,
);
export const LegacyDetailReply = Type.Object({ detail: Type.String() }, closed);
export const LegacyWaitReply = Type.Object({ detail: Type.String(), retry_after: Type.Integer() }, closed);
/** Sentences by field; a body that cannot be read has one `detail`; a wrong code says how many attempts remain. */
export const LegacyFieldsReply = Type.Record(
  Type.String(),
  Type.Union([Type.Array(Type.String()), Type.String(), Type.Integer()]),
);

/** Either `phone_number` or `phone_hash`, as RAMZ_PROOF_PHONE says. */
export const RedeemReply = Type.Object(
  {
    verification_id: Type.String(),
    purpose: Type.String(),
    phone_number: Type.Optional(Type.String()),
    phone_hash: Type.Optional(Type.String()),
    approved_at: Type.String({ format: "date-time" }),
    redeemed_at: Type.String({ format: "date-time" }),
  },
  closed,
);

export const LiveReply = Type.Object({ status: Type.Literal("live") }, closed);
export const ReadyReply = Type.Object(
  {
    status: Type.Union([Type.Literal("ready"), Type.Literal("not_ready"), Type.Literal("stopping")]),
    store: Type.Union([Type.Literal("up"), Type.Literal("down")]),
    providers: Type.Record(Type.String(), Type.Union([Type.Literal("able"), Type.Literal("resting")])),
    retry_after: Type.Optional(Type.Integer({ description: "Only while it is not ready." })),
  },
  closed,
);
export const JwksReply = Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.String())) }, closed);
