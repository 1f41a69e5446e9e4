/** What an older version left in its store. */
import { Type, type Static } from "@sinclair/typebox";

/** Of the kept stores alone. */
export const SECRET = "the-secret-of-kept-stores-0123456789";

const Numbered = Type.Object({ id: Type.String(), to: Type.String() });

export const KeptFacts = Type.Object({
  /** Milliseconds since 1970. */
  writtenAt: Type.Integer(),
  /** One wrong guess was made, the right code is not used yet. */
  pending: Type.Intersect([Numbered, Type.Object({ code: Type.String() })]),
  approved: Numbered,
  /** All guesses are used up. */
  usedUp: Numbered,
});
export type KeptFacts = Static<typeof KeptFacts>;

const Key = { key: Type.String(), ttlMs: Type.Integer() };

export const KeptKey = Type.Union([
  Type.Object({ ...Key, type: Type.Literal("string"), value: Type.String({ description: "base64" }) }),
  Type.Object({ ...Key, type: Type.Literal("zset"), members: Type.Array(Type.String()) }),
  Type.Object({ ...Key, type: Type.Literal("hash"), fields: Type.Record(Type.String(), Type.String()) }),
]);
export type KeptKey = Static<typeof KeptKey>;

export const KeptRedis = Type.Intersect([KeptFacts, Type.Object({ keys: Type.Array(KeptKey) })]);
