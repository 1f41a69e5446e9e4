/** Placeholders in the texts of a recipe: `{number.local}`, `{code}`, `{template:int}`. */

/** What every recipe may write, beside its options. `message_id` is there in receipts and feedback only. */
export const COMMON_PLACEHOLDERS = [
  "number.e164",
  "number.digits",
  "number.zeros",
  "number.local",
  "number.bare",
  "code",
  "text",
  "text.kind",
  "app",
  "locale",
  "minutes",
  "seconds",
  "milliseconds",
  "ref",
  "ref.uuid",
  "ref.int",
  "expires.iso",
  "expires.unix",
  "now.unix",
  "now.utc",
  "callback",
] as const;

export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "placeholder"; readonly name: string; readonly as: "text" | "int" | "bool" };

/** A text with placeholders, read once. */
export type Template = readonly Part[];

/** What placeholders stand for; undefined is an option that is not set. */
export type Values = (name: string) => string | undefined;

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Reads a text of a recipe. A placeholder's form is checked by `faultsIn`. */
export function parseTemplate(text: string): Template {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    const [name = "", suffix] = (match[1] ?? "").split(":");
    const as = suffix === "int" || suffix === "bool" ? suffix : "text";
    parts.push({ kind: "placeholder", name, as });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** What is wrong with the placeholders of a text, as sentences. `typed` texts may hold one placeholder with `:int` or `:bool`. */
export function faultsIn(text: string, known: ReadonlySet<string>, typed: boolean): readonly string[] {
  const faults = [...text.matchAll(PLACEHOLDER)].flatMap(([whole, inner = ""]) => {
    const [name = "", suffix, ...more] = inner.split(":");
    if (!known.has(name)) return [`${whole} is not a placeholder and no option of this recipe`];
    if (suffix === undefined) return [];
    if (more.length > 0 || (suffix !== "int" && suffix !== "bool"))
      return [`${whole} ends in ":${suffix}"; a type is ":int" or ":bool"`];
    if (!typed || whole !== text)
      return [`${whole} has a type; only a JSON text that is this placeholder alone may have one`];
    if (name === "code") return ["{code:int} would lose the zeros that codes may begin with; write {code}"];
    return [];
  });
  const rest = text.replaceAll(PLACEHOLDER, "");
  return /[{}]/.test(rest) ? [...faults, `"${text}" has a brace that belongs to no placeholder`] : faults;
}

/** The names of the placeholders in a template. */
export function namesIn(template: Template): readonly string[] {
  return template.flatMap((part) => (part.kind === "placeholder" ? [part.name] : []));
}

/** The text with its values in place, each passed through `encode`; an unset option is nothing. */
export function render(
  template: Template,
  values: Values,
  encode: (text: string) => string = (text) => text,
): string {
  let text = "";
  for (const part of template) text += part.kind === "text" ? part.text : encode(values(part.name) ?? "");
  return text;
}

/** Whether a placeholder of the template is an option that is not set. */
export function isUnset(template: Template, values: Values): boolean {
  return namesIn(template).some((name) => values(name) === undefined);
}

/** A secret of the recipe with its options in place; null when one of them is not set or nothing is left. */
export function filled(text: string, values: Values): string | null {
  const template = parseTemplate(text);
  const rendered = render(template, values);
  return isUnset(template, values) || rendered.trim() === "" ? null : rendered;
}
