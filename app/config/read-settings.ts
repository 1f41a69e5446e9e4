/** Environment and optional TOML file, read once at the edge: settings or every problem at once, never one at a time. */
import { Value, ValuePointer } from "@sinclair/typebox/value";
import { type SchemaError, schemaErrorsOf } from "./schema-errors.ts";
import { isTable, readConfigFile, type Table } from "./toml-file.ts";
import { ConfigSchema, type RawConfig, type Setting, settingsOf } from "./schema.ts";
import type { Environment, Source } from "./setting.ts";

export interface ReadConfig {
  /** What was written, with the default in the place of what is not valid, so that the rest can be checked, too. */
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  /** Each is a sentence that names the setting, the value and the remedy. With any of them, `raw` must not be used to run. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Settings for which the file uses what the environment has not. That is a problem already. */
  readonly unfilled: readonly Setting[];
}

const SETTINGS = settingsOf(ConfigSchema);

/** Variables with our prefixes that are not settings of the schema. */
const OTHER_VARIABLES = new Set(["RAMZ_CONFIG"]);

/** Reads the settings. `readFile` gives the text of a file, or throws. */
export function readConfig(env: Environment, readFile: (path: string) => string): ReadConfig {
  const problems: string[] = [];
  const file = readConfigFile(env, readFile, problems);
  const { table, sources } = withEnvironment(file.table, env);
  const { raw, faults } = checked(table, sources);
  const told = faults.filter(({ at }) => !file.unfilled.includes(at));
  return {
    raw,
    sources,
    problems: [...problems, ...told.map(({ sentence }) => sentence)],
    warnings: misspelt(env, file.uses),
    unfilled: SETTINGS.filter((setting) => isUnfilled(setting, file.unfilled, sources)),
  };
}

/** The table with defaults. What is at fault is named and taken out, until the rest is valid. */
function checked(
  table: Table,
  sources: ReadonlyMap<string, Source>,
): { raw: RawConfig; faults: readonly SchemaError[] } {
  const value: unknown = Value.Default(ConfigSchema, structuredClone(table));
  if (Value.Check(ConfigSchema, value)) return { raw: value, faults: [] };
  const faults = schemaErrorsOf(value, sources);
  const sound = structuredClone(table);
  for (const { pointer } of faults) ValuePointer.Delete(sound, pointer);
  return { raw: checked(sound, sources).raw, faults };
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

/** An environment value in the setting's type; as it stands when it does not fit, so that the check can name it. */
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

/** Variables that look like ours but mean nothing: most likely a spelling mistake, which must not pass in silence. */
function misspelt(env: Environment, used: ReadonlySet<string>): readonly string[] {
  const known = new Set([...SETTINGS.map(({ notes }) => notes.env), ...OTHER_VARIABLES, ...used]);
  return Object.keys(env)
    .filter((name) => /^(RAMZ|OTP)_/.test(name) && !known.has(name))
    .map((name) => `${name} is set but means nothing to Ramz. See "ramz config" for the names.`);
}
