/** The table of settings, and the words in which tables say a variable and a default. */
import type { TSchema } from "@sinclair/typebox";
import { fileVariableOf } from "../../app/config/mounted-secrets.ts";
import { ConfigSchema, settingsOf } from "../../app/config/schema.ts";
import { wordsOf } from "../../app/config/schema-errors.ts";
import { isMountable } from "../../app/config/setting.ts";
import { code, table } from "./table.ts";

export function settingsTable(): string {
  const rows = settingsOf(ConfigSchema).map(({ path, schema, notes }) => [
    variables(notes.env, isMountable(notes)),
    code(path.join(".")),
    shownDefault(schema),
    allowed(schema),
    notes.description,
  ]);
  return table(["Variable", "In the file", "Default", "Allowed", "Meaning"], rows);
}

/** A secret has a second variable, for the file that it is mounted as. */
export function variables(variable: string, isMounted: boolean): string {
  return isMounted ? `${code(variable)}, ${code(fileVariableOf(variable))}` : code(variable);
}

export function shownDefault(schema: TSchema): string {
  const value: unknown = schema.default;
  if (value === undefined) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : code(value.join(","));
  return code(typeof value === "string" ? value : JSON.stringify(value));
}

function allowed(schema: TSchema): string {
  const words = wordsOf(schema);
  if (words.length > 0) return words.map(code).join(", ");
  switch (schema["type"]) {
    case "integer":
      return `${schema["minimum"]} to ${schema["maximum"]}`;
    case "boolean":
      return "true, false";
    case "array":
      return "a list";
    default:
      return "text";
  }
}
