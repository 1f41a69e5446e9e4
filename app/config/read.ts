/** Environment and optional TOML file, read once at the edge: settings or every problem at once, never one at a time. */
import { Value, ValuePointer } from "@sinclair/typebox/value";
import type { TSchema } from "@sinclair/typebox";
import { parse as parseToml, TomlError } from "smol-toml";
import { ConfigSchema, type RawConfig, type Setting, settingsOf } from "./schema.ts";

export type Environment = Readonly<Record<string, string | undefined>>;
export type Source = "environment" | "file" | "default";

export interface ReadConfig {
  /** What was written, with the default in the place of what is not valid, so that the rest can be checked, too. */
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  /** Each is a sentence that names the setting, the value and the remedy. With any of them, `raw` must not be used to run. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

type Table = Record<string, unknown>;

const SETTINGS = settingsOf(ConfigSchema);

/** Variables with our prefixes that are not settings of the schema. */
const OTHER_VARIABLES = new Set(["RAMZ_CONFIG"]);

/** Reads the settings. `readFile` gives the text of a file, or throws. */
export function readConfig(env: Environment, readFile: (path: string) => string): ReadConfig {
  const problems: string[] = [];
  const file = fromFile(env, readFile, problems);
  const { table, sources } = withEnvironment(file, env);
  const { raw, faults } = checked(table, sources);
  return { raw, sources, problems: [...problems, ...faults], warnings: misspelt(env) };
}

/** The table with defaults. What is at fault is named and taken out, until the rest is valid. */
function checked(
  table: Table,
  sources: ReadonlyMap<string, Source>,
): { raw: RawConfig; faults: readonly string[] } {
  const value: unknown = Value.Default(ConfigSchema, structuredClone(table));
  if (Value.Check(ConfigSchema, value)) return { raw: value, faults: [] };
  const faults = faultsOf(value, sources);
  const sound = structuredClone(table);
  for (const { pointer } of faults) ValuePointer.Delete(sound, pointer);
  return { raw: checked(sound, sources).raw, faults: faults.map((fault) => fault.sentence) };
}

function fromFile(env: Environment, readFile: (path: string) => string, problems: string[]): Table {
  const path = env["RAMZ_CONFIG"];
  if (path === undefined || path === "") return {};
  try {
    return interpolated(parseToml(readFile(path)), env, problems);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const what = error instanceof TomlError ? "is not TOML" : "cannot be read";
    problems.push(`RAMZ_CONFIG: the file "${path}" ${what}: ${cause.split("\n")[0]}`);
    return {};
  }
}

/** `${NAME}` in a string takes the environment's value; it is filled in after parsing, so a value cannot add settings. */
function interpolated(table: Table, env: Environment, problems: string[]): Table {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (isTable(value)) return interpolated(value, env, problems);
    if (typeof value !== "string") return value;
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined)
        problems.push(
          `configuration file: \${${name}} is used but the environment has no ${name}. Set it, or write the value.`,
        );
      return found ?? "";
    });
  };
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, fill(value)]));
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

interface Fault {
  /** JSON pointer of what must be taken out. */
  readonly pointer: string;
  readonly sentence: string;
}

/** The first fault of each setting, and of each place that is no setting of its own. */
function faultsOf(value: unknown, sources: ReadonlyMap<string, Source>): readonly Fault[] {
  const byPlace = new Map<string, Fault>();
  for (const error of Value.Errors(ConfigSchema, value)) {
    const path = error.path.slice(1).replaceAll("/", ".");
    const setting = settingAt(path);
    const place = setting === undefined ? error.path : `/${setting.path.join("/")}`;
    // What is missing in an element, or at fault there, goes with the whole list.
    const pointer = place.replace(/^(\/(?:apps\/[^/]+\/.+?|exempt|test_numbers))\/\d+(\/.*)?$/, "$1");
    if (!byPlace.has(place))
      byPlace.set(place, {
        pointer,
        sentence: sentence(path, error.message, error.value, error.schema, sources),
      });
  }
  return [...byPlace.values()];
}

function settingAt(path: string): Setting | undefined {
  return SETTINGS.find(({ path: own }) => path === own.join(".") || path.startsWith(`${own.join(".")}.`));
}

function sentence(
  path: string,
  message: string,
  value: unknown,
  schema: TSchema,
  sources: ReadonlyMap<string, Source>,
): string {
  const setting = settingAt(path);
  const secret = setting?.notes.secret ?? schema["secret"] === true;
  const shown = value === undefined ? "missing" : secret ? "***" : JSON.stringify(value);
  if (setting === undefined)
    return message === "Unexpected property"
      ? `${path}: there is no such setting. See "ramz config" for all of them.`
      : `${path}: ${lower(message)}, but it is ${shown}. ${schema.description ?? ""}`.trim();
  const { notes } = setting;
  const name =
    sources.get(setting.path.join(".")) === "environment" ? notes.env : `${path} (or ${notes.env})`;
  return `${name}: ${lower(message)}, but it is ${shown}. ${notes.description}`;
}

function lower(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

/** Variables that look like ours but mean nothing: most likely a spelling mistake, which must not pass in silence. */
function misspelt(env: Environment): readonly string[] {
  const known = new Set([...SETTINGS.map(({ notes }) => notes.env), ...OTHER_VARIABLES]);
  return Object.keys(env)
    .filter((name) => /^(RAMZ|OTP)_/.test(name) && !known.has(name))
    .map((name) => `${name} is set but means nothing to Ramz. See "ramz config" for the names.`);
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
