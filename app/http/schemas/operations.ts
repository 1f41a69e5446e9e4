/** Shapes of the replies that are not verifications or problems: the predecessor's, and those for operations. */
import { Type } from "@sinclair/typebox";
import { named } from "./fields.ts";
import { Challenge } from "./problems.ts";

export const LegacyStartReply = Type.Object(
  { phone_number: Type.String(), message: Type.String(), expires_in: Type.Integer() },
  named("LegacyStarted"),
);
export const LegacyCheckReply = Type.Object(
  { phone_number: Type.String(), verified: Type.Boolean(), verification_token: Type.String() },
  named("LegacyChecked"),
);
export const LegacyDetailReply = Type.Object({ detail: Type.String() }, named("LegacyDetail"));
export const LegacyWaitReply = Type.Object(
  { detail: Type.String(), retry_after: Type.Integer() },
  named("LegacyWait"),
);
/** As `challenge_required` of `/v1`. */
export const LegacyForbiddenReply = Type.Object(
  { detail: Type.String(), challenge: Type.Optional(Challenge) },
  named("LegacyForbidden"),
);
/** Sentences by field; a body that cannot be read has one `detail`; a wrong code says how many attempts remain. */
export const LegacyFieldsReply = Type.Record(
  Type.String(),
  Type.Union([Type.Array(Type.String()), Type.String(), Type.Integer()]),
  { $id: "LegacyFields" },
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
  named("RedeemedProof"),
);

export const LiveReply = Type.Object({ status: Type.Literal("live") }, named("Liveness"));
export const ReadyReply = Type.Object(
  {
    status: Type.Union([Type.Literal("ready"), Type.Literal("not_ready"), Type.Literal("stopping")]),
    store: Type.Union([Type.Literal("up"), Type.Literal("down")]),
    providers: Type.Record(Type.String(), Type.Union([Type.Literal("able"), Type.Literal("resting")])),
    retry_after: Type.Optional(Type.Integer({ description: "Only while it is not ready." })),
  },
  named("Readiness"),
);
export const JwksReply = Type.Object(
  { keys: Type.Array(Type.Record(Type.String(), Type.String())) },
  named("JsonWebKeySet"),
);
