/** Reads the environment and the optional TOML file: settings, or every problem at once. */
import { Value, ValuePointer } from "@sinclair/typebox/value";
import { type SchemaError, schemaErrorsOf } from "./schema-errors.ts";
import { isServiceLink } from "./service-links.ts";
import { isTable, readConfigFile, type Table } from "./toml-file.ts";
import { ConfigSchema, type RawConfig, type Setting, settingsOf } from "./schema.ts";
import { fileVariableOf, type SecretReader, secretReader } from "./mounted-secrets.ts";
import { type Environment, isMountable, type Source } from "./setting.ts";

export interface ReadConfig {
  /** The settings as written. Invalid values are replaced by defaults, so that the rest can be checked as well. */
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  /** The mounted files that settings were read from, by variable. */
  readonly mounted: ReadonlyMap<string, string>;
  /** Each names the setting, the value and the remedy. If there are any, Ramz must not run with `raw`. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Settings whose value cannot be had: a `${NAME}` in the file is missing, or a mounted file. Each is among the problems already. */
  readonly unfilled: readonly Setting[];
}

const SETTINGS = settingsOf(ConfigSchema);

/** The variables of the settings. */
const VARIABLES = SETTINGS.flatMap(({ notes }) =>
  isMountable(notes) ? [notes.env, fileVariableOf(notes.env)] : [notes.env],
);

/** Variables with the prefixes of Ramz that are not settings of the schema. */
const OTHER_VARIABLES = new Set(["RAMZ_CONFIG"]);

/** Options of recipes, e.g. RAMZ_HTTP_TWILIO_FROM. Which ones there are is known to the recipe alone, which names what is missing. */
const RECIPE_VARIABLE = /^RAMZ_HTTP_/;

/** `readFile` returns the text of a file, or throws. */
export function readConfig(env: Environment, readFile: (path: string) => string): ReadConfig {
  const problems: string[] = [];
  const readSecret = secretReader(env, readFile);
  const file = readConfigFile(env, readSecret, readFile, problems);
  const { table, sources, mounted, unreadable } = withEnvironment(file.table, env, readSecret, problems);
  const { raw, errors } = checked(table, sources);
  const further = errors.filter(({ at }) => !file.unfilled.includes(at));
  return {
    raw,
    sources,
    mounted,
    problems: [...problems, ...further.map(({ sentence }) => sentence)],
    warnings: unknownVariables(env, file.uses),
    unfilled: SETTINGS.filter(
      (setting) => unreadable.has(setting) || isUnfilled(setting, file.unfilled, sources),
    ),
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

function withEnvironment(file: Table, env: Environment, readSecret: SecretReader, problems: string[]) {
  const table = structuredClone(file);
  const sources = new Map<string, Source>();
  const mounted = new Map<string, string>();
  const unreadable = new Set<Setting>();
  /** The text of a setting's variable; empty when it has none. */
  const textOf = (setting: Setting): string => {
    const { env: variable } = setting.notes;
    if (!isMountable(setting.notes)) return env[variable] ?? "";
    const read = readSecret(variable);
    if (read.kind === "value" && read.file !== null) mounted.set(variable, read.file);
    if (read.kind === "problem") {
      problems.push(read.problem);
      unreadable.add(setting);
    }
    return read.kind === "value" ? read.value : "";
  };
  for (const setting of SETTINGS) {
    const name = setting.path.join(".");
    const given = textOf(setting);
    if (given !== "") {
      put(table, setting.path, fromText(given, setting));
      sources.set(name, "environment");
    } else {
      sources.set(name, ValuePointer.Has(file, `/${setting.path.join("/")}`) ? "file" : "default");
    }
  }
  return { table, sources, mounted, unreadable };
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
  const known = new Set([...VARIABLES, ...OTHER_VARIABLES, ...used, ...[...used].map(fileVariableOf)]);
  return Object.entries(env)
    .filter(
      ([name, value = ""]) =>
        /^(RAMZ|OTP)_/.test(name) &&
        !known.has(name) &&
        !RECIPE_VARIABLE.test(name) &&
        !isServiceLink(name, value),
    )
    .map(([name]) => {
      const meant = VARIABLES.find((variable) => name === `RAMZ_${variable}`);
      const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
      return `${name} is not a setting of Ramz and has no effect.${hint} See "ramz config" for the names.`;
    });
}
