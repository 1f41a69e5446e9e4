/** Reads the environment and the optional TOML file: settings, or every problem at once. */
import { Value, ValuePointer } from "@sinclair/typebox/value";
import { type SchemaError, schemaErrorsOf } from "./schema-errors.ts";
import { isTable, readConfigFile, type Table } from "./toml-file.ts";
import { ConfigSchema, type RawConfig, type Setting, settingsOf } from "./schema.ts";
import type { Environment, Source } from "./setting.ts";

export interface ReadConfig {
  /** The settings as written. Invalid values are replaced by defaults, so that the rest can be checked as well. */
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  /** Each names the setting, the value and the remedy. If there are any, Ramz must not run with `raw`. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Settings whose `${NAME}` in the file is missing in the environment. Each is among the problems already. */
  readonly unfilled: readonly Setting[];
}

const SETTINGS = settingsOf(ConfigSchema);

/** Variables with the prefixes of Ramz that are not settings of the schema. */
const OTHER_VARIABLES = new Set(["RAMZ_CONFIG"]);

/** Options of recipes, e.g. RAMZ_HTTP_TWILIO_FROM. Which ones there are is known to the recipe alone, which names what is missing. */
const RECIPE_VARIABLE = /^RAMZ_HTTP_/;

/** `readFile` returns the text of a file, or throws. */
export function readConfig(env: Environment, readFile: (path: string) => string): ReadConfig {
  const problems: string[] = [];
  const file = readConfigFile(env, readFile, problems);
  const { table, sources } = withEnvironment(file.table, env);
  const { raw, errors } = checked(table, sources);
  const further = errors.filter(({ at }) => !file.unfilled.includes(at));
  return {
    raw,
    sources,
    problems: [...problems, ...further.map(({ sentence }) => sentence)],
    warnings: unknownVariables(env, file.uses),
    unfilled: SETTINGS.filter((setting) => isUnfilled(setting, file.unfilled, sources)),
  };
}

/** The table with defaults. Values that do not fit the schema are reported and removed, until the rest is valid. */
function checked(
  table: Table,
  sources: ReadonlyMap<string, Source>,
): { raw: RawConfig; errors: readonly SchemaError[] } {
  const value: unknown = Value.Default(ConfigSchema, structuredClone(table));
  if (Value.Check(ConfigSchema, value)) return { raw: value, errors: [] };
  const errors = schemaErrorsOf(value, sources);
  const rest = structuredClone(table);
  for (const { pointer } of errors) ValuePointer.Delete(rest, pointer);
  return { raw: checked(rest, sources).raw, errors };
}

function withEnvironment(
  file: Table,
  env: Environment,
): { table: Table; sources: ReadonlyMap<string, Source> } {
  const table = structuredClone(file);
  const sources = new Map<string, Source>();
  for (const setting of SETTINGS) {
    const name = setting.path.join(".");
    const given = env[setting.notes.env];
    if (given !== undefined && given !== "") {
      put(table, setting.path, fromText(given, setting));
      sources.set(name, "environment");
    } else {
      sources.set(name, ValuePointer.Has(file, `/${setting.path.join("/")}`) ? "file" : "default");
    }
  }
  return { table, sources };
}

/** A variable's text as a value of the setting's type. Text that does not fit is returned unchanged, and the schema check reports it. */
function fromText(text: string, { schema, notes }: Setting): unknown {
  if (notes.list)
    return text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  if (schema["type"] === "integer" && /^-?\d+$/.test(text.trim())) return Number(text);
  if (schema["type"] === "boolean" && /^(true|false)$/i.test(text.trim()))
    return text.trim().toLowerCase() === "true";
  return text;
}

function put(table: Table, path: readonly string[], value: unknown): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    table[name] = value;
    return;
  }
  const inner = isTable(table[name]) ? table[name] : {};
  table[name] = inner;
  put(inner, rest, value);
}

function isUnfilled(
  { path }: Setting,
  unfilled: readonly string[],
  sources: ReadonlyMap<string, Source>,
): boolean {
  const place = `/${path.join("/")}`;
  const inFile = unfilled.some((pointer) => pointer === place || pointer.startsWith(`${place}/`));
  return inFile && sources.get(path.join(".")) === "file";
}

/** Variables with the prefixes of Ramz that are not settings: most likely spelling mistakes. */
function unknownVariables(env: Environment, used: ReadonlySet<string>): readonly string[] {
  const known = new Set([...SETTINGS.map(({ notes }) => notes.env), ...OTHER_VARIABLES, ...used]);
  return Object.keys(env)
    .filter((name) => /^(RAMZ|OTP)_/.test(name) && !known.has(name) && !RECIPE_VARIABLE.test(name))
    .map((name) => `${name} is not a setting of Ramz and has no effect. See "ramz config" for the names.`);
}
