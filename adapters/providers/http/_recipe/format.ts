/** The recipe format, version 1: a vendor as data. It holds no secret, no loop and no condition but lists of equal values. */
import { type Static, Type } from "@sinclair/typebox";
import { ANSWER_CLASSES } from "../../_kit/meanings.ts";
import { Call, call } from "./format-calls.ts";
import { Receipt } from "./format-receipts.ts";
import { byText, closed, oneOf, optional, texts } from "./schema-parts.ts";

/** Paths into an answer, each with the values of which one must stand there. */
const conditions = byText(texts);

/** An option of the provider. Without a word it is required text. */
const Option = closed({
  type: optional(oneOf("text", "integer", "boolean")),
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

/** `class reason`, e.g. `account key_invalid`. */
const Meaning = Type.String({
  pattern: `^(${ANSWER_CLASSES.filter((word) => word !== "accepted").join("|")}) [a-z][a-z0-9_]*$`,
});
const meanings = byText(Meaning);

const Hint = closed({ en: Type.String(), fa: Type.String() });

/** An answer of the vendor and the class it must be read as. Run as a test of every recipe. */
const Example = closed({
  title: optional(Type.String()),
  http: Type.Integer({ minimum: 100, maximum: 599 }),
  body: optional(Type.String()),
  headers: optional(byText(Type.String())),
  class: oneOf(...ANSWER_CLASSES),
  reason: optional(Type.String()),
});
export type Example = Static<typeof Example>;

export const RecipeSchema = closed({
  api: Type.Literal(1),
  title: Type.String(),
  docs: optional(Type.String()),
  /** `unverified`: some codes were not compared with the vendor's documentation. An operator sees it. */
  trust: optional(oneOf("verified", "unverified")),
  note: optional(Type.String()),
  channels: Type.Array(oneOf("sms", "call", "messenger"), { minItems: 1 }),
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
  parse: optional(oneOf("json", "text", "keyvalue")),
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
