/** The recipe format, version 1: a vendor as data. It holds no secret, no loop and no condition but lists of equal values. */
import { type Static, type TObject, type TProperties, Type } from "@sinclair/typebox";

const closed = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false });
const optional = Type.Optional;
const texts = Type.Array(Type.String());
const byText = <T extends Parameters<typeof Type.Record>[1]>(value: T) => Type.Record(Type.String(), value);
const methods = Type.Union(["GET", "POST", "PUT", "PATCH"].map((method) => Type.Literal(method)));
/** Paths into an answer, each with the values of which one must stand there. */
const conditions = byText(texts);

/** An option of the provider. Without a word it is required text. */
const Option = closed({
  type: optional(Type.Union([Type.Literal("text"), Type.Literal("integer"), Type.Literal("boolean")])),
  about: optional(Type.String()),
  secret: optional(Type.Boolean()),
  optional: optional(Type.Boolean()),
  /** The option is a URL or a host name, so it may stand in the host of a URL. */
  https: optional(Type.Boolean()),
  env: optional(Type.String({ pattern: "^[A-Z][A-Z0-9_]*$" })),
  /** With `by = "locale"` the default is a table by locale. */
  by: optional(Type.Literal("locale")),
  default: optional(Type.Union([Type.String(), Type.Integer(), Type.Boolean(), byText(Type.String())])),
});

/** Where the secret stands. `query`, `body` and `path` only say that another part of the call already holds it. */
const Auth = Type.Union([
  closed({ kind: Type.Literal("header"), name: Type.String(), value: Type.String() }),
  closed({ kind: Type.Literal("basic"), user: Type.String(), password: Type.String() }),
  closed({ kind: Type.Literal("bearer"), token: Type.String() }),
  closed({ kind: Type.Literal("query") }),
  closed({ kind: Type.Literal("body") }),
  closed({ kind: Type.Literal("path") }),
  closed({
    kind: Type.Literal("oauth"),
    token_url: Type.String(),
    form: optional(byText(Type.String())),
    json: optional(byText(Type.Unknown())),
    token: Type.String(),
    expires: optional(Type.String()),
  }),
  closed({
    kind: Type.Literal("hmac"),
    hash: Type.Union([Type.Literal("sha1"), Type.Literal("sha256"), Type.Literal("sha512")]),
    key: Type.String(),
    over: Type.String(),
    header: Type.String(),
    encoding: Type.Union([Type.Literal("hex"), Type.Literal("base64")]),
  }),
]);
export type Auth = Static<typeof Auth>;

const call = {
  method: methods,
  url: Type.String(),
  auth: optional(Auth),
  headers: optional(byText(Type.String())),
  json: optional(byText(Type.Unknown())),
  form: optional(byText(Type.String())),
  query: optional(byText(Type.String())),
};
const Call = closed(call);
/** One request, as a template. */
export type Call = Static<typeof Call>;

/** `class reason`, e.g. `account key_invalid`. */
const Meaning = Type.String({
  pattern: "^(recipient|message|account|number|unavailable|unknown|earlier) [a-z][a-z0-9_]*$",
});
const meanings = byText(Meaning);

const Poll = closed({
  after: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }),
  ...call,
  state: Type.String(),
  reason: optional(Type.String()),
});

const proofFields = {
  header: Type.String(),
  timestamp_header: optional(Type.String()),
  over: Type.String(),
  max_age: optional(Type.Integer({ minimum: 1 })),
};
const Proof = Type.Union([
  closed({ kind: Type.Literal("path") }),
  closed({ kind: Type.Literal("confirm") }),
  closed({ kind: Type.Literal("twilio"), key: Type.String() }),
  closed({ kind: Type.Literal("plivo"), key: Type.String() }),
  closed({ kind: Type.Literal("ed25519"), public_key: Type.String(), ...proofFields }),
  closed({ kind: Type.Literal("jwt"), key: Type.String(), header: optional(Type.String()) }),
  closed({
    kind: Type.Literal("hmac"),
    hash: Type.Union([Type.Literal("sha1"), Type.Literal("sha256"), Type.Literal("sha512")]),
    encoding: Type.Union([Type.Literal("hex"), Type.Literal("base64")]),
    prefix: optional(Type.String()),
    key: Type.String(),
    key_hash: optional(Type.Literal("sha256")),
    ...proofFields,
  }),
]);
/** How a vendor proves that a receipt is its own. */
export type Proof = Static<typeof Proof>;

const BodyFormat = Type.Union([Type.Literal("json"), Type.Literal("form"), Type.Literal("query")]);

const Callback = closed({
  /** `request`: the address goes along with each message; `panel`: the operator enters it at the vendor's. */
  set: Type.Union([Type.Literal("request"), Type.Literal("panel")]),
  format: Type.Array(BodyFormat, { minItems: 1 }),
  each: optional(Type.String()),
  id: optional(Type.String()),
  ref: optional(Type.String()),
  state: Type.String(),
  reason: optional(Type.String()),
  proof: Proof,
  challenge: optional(closed({ when: Type.String(), equals: Type.String(), answer: Type.String() })),
});

const Receipt = closed({
  states: closed({
    delivered: texts,
    undelivered: texts,
    pending: optional(texts),
  }),
  callback: optional(Callback),
  poll: optional(Poll),
});
export type Receipt = Static<typeof Receipt>;

const Hint = closed({ en: Type.String(), fa: Type.String() });

/** An answer of the vendor and the class it must be read as. Run as a test of every recipe. */
const Example = closed({
  title: optional(Type.String()),
  http: Type.Integer({ minimum: 100, maximum: 599 }),
  body: optional(Type.String()),
  headers: optional(byText(Type.String())),
  class: Type.Union(
    ["accepted", "recipient", "message", "account", "number", "unavailable", "unknown", "earlier"].map(
      (word) => Type.Literal(word),
    ),
  ),
  reason: optional(Type.String()),
});
export type Example = Static<typeof Example>;

export const RecipeSchema = closed({
  api: Type.Literal(1),
  title: Type.String(),
  docs: optional(Type.String()),
  /** `unverified`: some codes were not compared with the vendor's documentation. An operator sees it. */
  trust: optional(Type.Union([Type.Literal("verified"), Type.Literal("unverified")])),
  note: optional(Type.String()),
  channels: Type.Array(Type.Union([Type.Literal("sms"), Type.Literal("call"), Type.Literal("messenger")]), {
    minItems: 1,
  }),
  /** Name of the messenger as people know it. */
  messenger: optional(Hint),
  /** Others are refused as `number` before any call. Without it: all. */
  countries: optional(Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), { minItems: 1 })),
  /** Lengths of codes the vendor can carry; checked at start against the policy. */
  code_digits: optional(Type.Tuple([Type.Integer(), Type.Integer()])),
  /** The shortest and the longest life of a message that the vendor takes; `{seconds}` and `{milliseconds}` stay within. */
  lifetime_seconds: optional(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 1 })])),
  /** Options whose equal values mean the same account. */
  account: Type.Array(Type.String(), { minItems: 1 }),
  options: byText(Option),
  send: closed({
    ...call,
    /** The vendor knows a repeated `{ref}` again, so an unanswered call may be repeated once. */
    repeat: optional(Type.Boolean()),
    charset: optional(Type.Literal("gsm7")),
  }),
  parse: optional(Type.Union([Type.Literal("json"), Type.Literal("text"), Type.Literal("keyvalue")])),
  accept: closed({
    http: optional(Type.Array(Type.Integer())),
    when: optional(conditions),
    id: optional(Type.String()),
    cost: optional(Type.String()),
    currency: optional(Type.String()),
  }),
  faults: closed({
    code: optional(texts),
    codes: optional(meanings),
    when: optional(byText(meanings)),
    http: optional(meanings),
    otherwise: optional(Meaning),
    vendor_text: optional(Type.String()),
  }),
  hints: optional(byText(Hint)),
  examine: optional(
    closed({
      credit: optional(closed({ ...call, value: Type.String(), warn_below: optional(Type.Number()) })),
      template: optional(closed({ ...call, when: conditions })),
    }),
  ),
  receipt: optional(Receipt),
  feedback: optional(closed({ approved: optional(Call), canceled: optional(Call) })),
  example: optional(Type.Array(Example)),
});

/** A recipe whose form is right; `read-recipe.ts` checks what it says. */
export type Recipe = Static<typeof RecipeSchema>;
export type RecipeOption = Static<typeof Option>;
