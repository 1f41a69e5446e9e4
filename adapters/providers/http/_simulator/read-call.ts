/** The reverse of `render-call.ts`: from a request that arrived to what the placeholders of a recipe's call stand for in it. */
import { parseExactJson } from "../../_kit/exact-json.ts";
import type { ReceivedRequest } from "../../_simulator/vendor.ts";
import type { Call } from "../_recipe/format-calls.ts";
import { scalarText } from "../_recipe/paths.ts";
import { namesIn, parseTemplate, render, type Values } from "../_recipe/placeholders.ts";
import { compileUrl } from "../_recipe/render-call.ts";

/** Placeholders with their values; null where the request is not what the recipe writes. */
type Found = readonly (readonly [name: string, value: string])[] | null;

/** Whether the request goes to this call, whatever it holds. The host is not compared: the simulator stands for all of the vendor's. */
export function isCalled(call: Call, request: ReceivedRequest, options: Values): boolean {
  return request.verb === call.method && pathValues(call.url, request.url, options) !== null;
}

/** The values of all placeholders of the call; null when the request is not one that the recipe writes. */
export function readCall(
  { url, headers, query, form, json }: Call,
  request: ReceivedRequest,
  options: Values,
): ReadonlyMap<string, string> | null {
  const found = joined([
    pathValues(url, request.url, options),
    fieldValues(headers, (name) => request.headers[name.toLowerCase()], options),
    fieldValues(query, (name) => request.url.searchParams.get(name), options),
    fieldValues(form, (name) => new URLSearchParams(request.body).get(name), options),
    json === undefined ? [] : nodeValues(json, parseExactJson(request.body), options),
  ]);
  return found && new Map(found);
}

function pathValues(template: string, { pathname }: URL, options: Values): Found {
  const head = /^(https?:\/\/)?[^/?#]*/.exec(template)?.[0] ?? "";
  const base = new URL(compileUrl(head)(options)).pathname.replace(/\/$/, "");
  const path = template.slice(head.length).replace(/[?#].*$/, "");
  const found = textValues(base + path, pathname, "[^/]*");
  return found && found.map(([name, value]) => [name, decodeURIComponent(value)] as const);
}

function fieldValues(
  fields: Readonly<Record<string, unknown>> = {},
  read: (name: string) => unknown,
  options: Values,
): Found {
  return joined(
    Object.entries(fields).map(([key, node]) => {
      const isOptional = key.endsWith("?");
      const value = read(render(parseTemplate(isOptional ? key.slice(0, -1) : key), options));
      const isMissing = value === undefined || value === null;
      return isOptional && isMissing ? [] : nodeValues(node, value, options);
    }),
  );
}

function nodeValues(node: unknown, value: unknown, options: Values): Found {
  if (typeof node === "string") return textValues(node, scalarText(value), "[^]*?");
  if (Array.isArray(node)) {
    if (!Array.isArray(value) || value.length !== node.length) return null;
    return joined(node.map((item, index) => nodeValues(item, value[index], options)));
  }
  if (typeof node !== "object" || node === null) return scalarText(node) === scalarText(value) ? [] : null;
  if (typeof value !== "object" || value === null) return null;
  const fields = new Map(Object.entries(value));
  return fieldValues({ ...node }, (name) => fields.get(name), options);
}

/** `any` is the pattern of what a placeholder may stand for. */
function textValues(template: string, text: string | undefined, any: string): Found {
  const parts = parseTemplate(template);
  const pattern = parts.map((part) => (part.kind === "text" ? RegExp.escape(part.text) : `(${any})`));
  const [whole, ...values] = new RegExp(`^${pattern.join("")}$`).exec(text ?? "") ?? [];
  if (text === undefined || whole === undefined) return null;
  return namesIn(parts).map((name, index) => [name, values[index] ?? ""] as const);
}

function joined(parts: readonly Found[]): Found {
  const found = parts.filter((part) => part !== null);
  return found.length === parts.length ? found.flat() : null;
}
