/** The optional TOML file: its table, with values of the environment where it asks for them. */
import { parse as parseToml, TomlError } from "smol-toml";
import type { Environment } from "./setting.ts";

export type Table = Record<string, unknown>;

export interface ConfigFile {
  readonly table: Table;
  /** Names of the environment it uses as `${NAME}`. */
  readonly uses: ReadonlySet<string>;
  /** JSON pointers of texts that lack what they use: that is told already, so nothing else is to be said of them. */
  readonly unfilled: readonly string[];
}

/** Reads the file of RAMZ_CONFIG, if there is one. `readFile` gives the text of a file, or throws. */
export function readConfigFile(
  env: Environment,
  readFile: (path: string) => string,
  problems: string[],
): ConfigFile {
  const path = env["RAMZ_CONFIG"];
  const nothing = { table: {}, uses: new Set<string>(), unfilled: [] };
  if (path === undefined || path === "") return nothing;
  try {
    return filled(parseToml(readFile(path)), env, problems);
  } catch (error) {
    problems.push(`RAMZ_CONFIG: the file "${path}" ${whyNot(error)}`);
    return nothing;
  }
}

/** Without the lines the parser quotes, which may hold a secret. */
function whyNot(error: unknown): string {
  const [cause = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  if (!(error instanceof TomlError)) return `cannot be read: ${cause}`;
  const what = cause.replace(/^Invalid TOML document: /, "");
  const hint = what === "invalid value" ? "; texts stand in quotes" : "";
  return `is not TOML at line ${error.line}, column ${error.column}: ${what}. Mend it there${hint}.`;
}

/** `${NAME}` in a string takes the environment's value; it is filled in after parsing, so a value cannot add settings. */
function filled(table: Table, env: Environment, problems: string[]): ConfigFile {
  const uses = new Set<string>();
  const unfilled: string[] = [];
  const lacking = new Set<string>();
  const fill = (value: unknown, pointer: string): unknown => {
    if (Array.isArray(value)) return value.map((inner, index) => fill(inner, `${pointer}/${index}`));
    if (isTable(value)) return fillAll(value, pointer);
    if (typeof value !== "string") return value;
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (written, name: string) => {
      uses.add(name);
      if (env[name] !== undefined) return env[name];
      unfilled.push(pointer);
      lacking.add(name);
      return written;
    });
  };
  const fillAll = (inner: Table, pointer: string): Table =>
    Object.fromEntries(
      Object.entries(inner).map(([name, value]) => [name, fill(value, `${pointer}/${escaped(name)}`)]),
    );
  const complete = fillAll(table, "");
  for (const name of lacking)
    problems.push(
      `configuration file: \${${name}} is used but the environment has no ${name}. Set it, or write the value.`,
    );
  return { table: complete, uses, unfilled };
}

/** A name as JSON pointers have it (RFC 6901). */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
