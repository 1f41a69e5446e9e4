/** The part of the recipe format that says how a request is made, and how it proves who sends. */
import { type Static, Type } from "@sinclair/typebox";
import { byText, closed, nonEmpty, oneOf, optional } from "./schema-parts.ts";

export const hash = oneOf("sha1", "sha256", "sha512");
export const encoding = oneOf("hex", "base64");

/** Where the secret stands. `query`, `body` and `path` only say that another part of the call already holds it. */
const Auth = Type.Union([
  closed({ kind: Type.Literal("header"), name: nonEmpty, value: nonEmpty }),
  closed({ kind: Type.Literal("basic"), user: nonEmpty, password: Type.String() }),
  closed({ kind: Type.Literal("bearer"), token: nonEmpty }),
  closed({ kind: Type.Literal("query") }),
  closed({ kind: Type.Literal("body") }),
  closed({ kind: Type.Literal("path") }),
  closed({
    kind: Type.Literal("oauth"),
    token_url: Type.String(),
    form: optional(byText(Type.String())),
    json: optional(byText(Type.Unknown())),
    token: nonEmpty,
    expires: optional(Type.String()),
  }),
  closed({
    kind: Type.Literal("hmac"),
    hash,
    key: nonEmpty,
    over: nonEmpty,
    header: nonEmpty,
    encoding,
  }),
]);
export type Auth = Static<typeof Auth>;

/** The fields of a request, for tables that have more. */
export const call = {
  method: oneOf("GET", "POST", "PUT", "PATCH"),
  url: Type.String(),
  auth: optional(Auth),
  headers: optional(byText(Type.String())),
  json: optional(byText(Type.Unknown())),
  form: optional(byText(Type.String())),
  query: optional(byText(Type.String())),
};
/** One request, as a template. */
export const Call = closed(call);
export type Call = Static<typeof Call>;
