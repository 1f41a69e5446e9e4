/** The part of the recipe format that says how a vendor reports what arrived. */
import { type Static, Type } from "@sinclair/typebox";
import { call, encoding, hash } from "./format-calls.ts";
import { byText, closed, nonEmpty, oneOf, optional, texts } from "./schema-parts.ts";

const Poll = closed({
  after: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
  ...call,
  state: Type.String(),
  reason: optional(Type.String()),
  carrier: optional(nonEmpty),
});

const proofFields = {
  header: nonEmpty,
  timestamp_header: optional(Type.String()),
  over: nonEmpty,
  max_age: optional(Type.Integer({ minimum: 1 })),
};
const Proof = Type.Union([
  closed({ kind: Type.Literal("path") }),
  closed({ kind: Type.Literal("confirm") }),
  closed({ kind: Type.Literal("twilio"), key: nonEmpty }),
  closed({ kind: Type.Literal("plivo"), key: nonEmpty }),
  closed({ kind: Type.Literal("vonage"), key: nonEmpty }),
  closed({ kind: Type.Literal("ed25519"), public_key: nonEmpty, ...proofFields }),
  closed({ kind: Type.Literal("jwt"), key: nonEmpty, header: optional(Type.String()) }),
  closed({
    kind: Type.Literal("hmac"),
    hash,
    encoding,
    prefix: optional(Type.String()),
    key: nonEmpty,
    key_hash: optional(Type.Literal("sha256")),
    ...proofFields,
  }),
]);
/** How a vendor proves that a receipt is its own. */
export type Proof = Static<typeof Proof>;

const Callback = closed({
  /** `request`: the address goes along with each message; `panel`: the operator enters it at the vendor's. */
  set: oneOf("request", "panel"),
  format: Type.Array(oneOf("json", "form", "query"), { minItems: 1 }),
  each: optional(Type.String()),
  id: optional(Type.String()),
  ref: optional(Type.String()),
  state: Type.String(),
  reason: optional(Type.String()),
  carrier: optional(nonEmpty),
  proof: Proof,
  challenge: optional(closed({ when: Type.String(), equals: nonEmpty, answer: Type.String() })),
});

export const Receipt = closed({
  states: closed({
    delivered: texts,
    undelivered: texts,
    pending: optional(texts),
  }),
  /** What the vendor writes at `carrier`, and the operator that it means, e.g. `IR-MCI`. A value that is not listed names no operator. */
  carriers: optional(byText(Type.String())),
  callback: optional(Callback),
  poll: optional(Poll),
});
export type Receipt = Static<typeof Receipt>;
