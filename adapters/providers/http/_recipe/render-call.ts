/** From a call in a recipe to a request: every text read once at start, every value put in its place by the encoder of that place. */
import { createHmac } from "node:crypto";
import type { HttpCall } from "../../_kit/http-exchange.ts";
import type { Call } from "./format-calls.ts";
import { isUnset, parseTemplate, render, type Template, type Values } from "./placeholders.ts";

/** A call of a recipe, ready to be rendered. */
export type CompiledCall = (values: Values) => HttpCall;

/** A JSON value with its templates read. */
type Node =
  | { readonly kind: "text"; readonly template: Template }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  | { readonly kind: "constant"; readonly value: unknown };

interface Field {
  readonly name: Template;
  /** Left out when one of its placeholders is an option that is not set. */
  readonly optional: boolean;
  readonly node: Node;
}

/** Reads the texts of a call. What it throws is a fault of Ramz: recipes are checked before. */
export function compileCall(call: Call): CompiledCall {
  const url = compileUrl(call.url);
  const headers = compileFields(call.headers);
  const query = compileFields(call.query);
  const form = call.form && compileFields(call.form);
  const json = call.json && compileNode(call.json);
  const sign = compileAuth(call.auth);
  return (values) => {
    const body = bodyOf(values, json, form);
    return {
      method: call.method,
      url: withQuery(url(values), textsOf(query, values)),
      headers: {
        ...body.headers,
        ...Object.fromEntries(textsOf(headers, values)),
        ...sign(values, body.text ?? ""),
      },
      ...(body.text !== undefined && { body: body.text }),
    };
  };
}

function bodyOf(values: Values, json: Node | undefined, form: readonly Field[] | undefined) {
  const accept = { accept: "application/json" };
  if (json !== undefined) {
    const text = JSON.stringify(valueOf(json, values));
    return { text, headers: { ...accept, "content-type": "application/json" } };
  }
  if (form === undefined) return { text: undefined, headers: accept };
  const text = new URLSearchParams(textsOf(form, values)).toString();
  return { text, headers: { ...accept, "content-type": "application/x-www-form-urlencoded" } };
}

/**
 * The address of a call. Its host is written out or an option that is an address itself (`https = true`), so it stands as it is; every value
 * behind it is one component, so it cannot add a path or a query.
 */
export function compileUrl(url: string): (values: Values) => string {
  const head = /^(https?:\/\/)?[^/?#]*/.exec(url)?.[0] ?? "";
  const [host, rest] = [parseTemplate(head), parseTemplate(url.slice(head.length))];
  return (values) => render(host, values).replace(/\/+$/, "") + render(rest, values, encodeURIComponent);
}

function withQuery(url: string, query: [string, string][]): string {
  if (query.length === 0) return url;
  const added = new URLSearchParams(query).toString();
  return `${url}${url.includes("?") ? "&" : "?"}${added}`;
}

type Sign = (values: Values, body: string) => Readonly<Record<string, string>>;

/** The headers that prove who sends. OAuth needs a call of its own: `access-token.ts`. */
function compileAuth(auth: Call["auth"]): Sign {
  switch (auth?.kind) {
    case "header": {
      const value = parseTemplate(auth.value);
      return (values) => ({ [auth.name.toLowerCase()]: headerText(render(value, values)) });
    }
    case "bearer": {
      const token = parseTemplate(auth.token);
      return (values) => ({ authorization: `Bearer ${headerText(render(token, values))}` });
    }
    case "basic": {
      const pair = [parseTemplate(auth.user), parseTemplate(auth.password)] as const;
      return (values) => {
        const text = pair.map((template) => render(template, values)).join(":");
        return { authorization: `Basic ${Buffer.from(text).toString("base64")}` };
      };
    }
    case "hmac": {
      const [key, over] = [parseTemplate(auth.key), parseTemplate(auth.over)];
      return (values, body) => {
        const text = render(over, (name) => (name === "body" ? body : values(name)));
        const digest = createHmac(auth.hash, render(key, values)).update(text).digest(auth.encoding);
        return { [auth.header.toLowerCase()]: digest };
      };
    }
    case "query":
    case "body":
    case "path":
    case "oauth":
    case undefined:
      return () => ({});
  }
}

/** A header ends at a line break, so a value must hold none. Throws; the value stays out of the text, since it may be a key. */
function headerText(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new Error("A value for a header holds a line break.");
  return text;
}

function compileFields(fields: Readonly<Record<string, unknown>> = {}): readonly Field[] {
  return Object.entries(fields).map(([key, value]) => {
    const optional = key.endsWith("?");
    return {
      name: parseTemplate(optional ? key.slice(0, -1) : key),
      optional,
      node: compileNode(value),
    };
  });
}

function compileNode(value: unknown): Node {
  if (typeof value === "string") return { kind: "text", template: parseTemplate(value) };
  if (Array.isArray(value)) return { kind: "list", items: value.map(compileNode) };
  if (typeof value === "object" && value !== null)
    return { kind: "object", fields: compileFields({ ...value }) };
  return { kind: "constant", value };
}

function textsOf(fields: readonly Field[], values: Values): [string, string][] {
  return present(fields, values).map(({ name, node }) => [
    render(name, values),
    String(valueOf(node, values)),
  ]);
}

function present(fields: readonly Field[], values: Values): readonly Field[] {
  return fields.filter(({ optional, node }) => !optional || !hasUnset(node, values));
}

function hasUnset(node: Node, values: Values): boolean {
  switch (node.kind) {
    case "text":
      return isUnset(node.template, values);
    case "list":
      return node.items.some((item) => hasUnset(item, values));
    case "object":
      return node.fields.some((field) => hasUnset(field.node, values));
    case "constant":
      return false;
  }
}

function valueOf(node: Node, values: Values): unknown {
  switch (node.kind) {
    case "text":
      return typed(node.template, values);
    case "list":
      return node.items.map((item) => valueOf(item, values));
    case "object":
      return Object.fromEntries(
        present(node.fields, values).map((field) => [
          render(field.name, values),
          valueOf(field.node, values),
        ]),
      );
    case "constant":
      return node.value;
  }
}

/** A text that is one placeholder with a type becomes a number or a truth value. */
function typed(template: Template, values: Values): unknown {
  const [only] = template;
  const text = render(template, values);
  if (template.length !== 1 || only?.kind !== "placeholder" || only.as === "text") return text;
  return only.as === "int" ? Number(text) : text === "true";
}
