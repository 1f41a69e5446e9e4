/** The optional TOML file. `${NAME}` in its strings takes the value of an environment variable, or of the file that `NAME_FILE` names. */
import { parse as parseToml, TomlError } from "smol-toml";
import type { SecretReader } from "./mounted-secrets.ts";
import type { Environment } from "./setting.ts";

export type Table = Record<string, unknown>;

export interface ConfigFile {
  readonly table: Table;
  /** The variables it uses as `${NAME}`. */
  readonly uses: ReadonlySet<string>;
  /** JSON pointers of the strings whose variable is missing. That is among the problems already. */
  readonly unfilled: readonly string[];
}

/** Reads the file that RAMZ_CONFIG names, if any. `readFile` returns the text of a file, or throws. */
export function readConfigFile(
  env: Environment,
  readVariable: SecretReader,
  readFile: (path: string) => string,
  problems: string[],
): ConfigFile {
  const path = env["RAMZ_CONFIG"];
  const nothing = { table: {}, uses: new Set<string>(), unfilled: [] };
  if (path === undefined || path === "") return nothing;
  try {
    return filled(parseToml(readFile(path)), readVariable, problems);
  } catch (error) {
    problems.push(`RAMZ_CONFIG: the file "${path}" ${reasonOf(error)}`);
    return nothing;
  }
}

/** Leaves out the lines that the parser quotes: they may contain a secret. */
function reasonOf(error: unknown): string {
  const [cause = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  if (!(error instanceof TomlError)) return `cannot be read: ${cause}`;
  const what = cause.replace(/^Invalid TOML document: /, "");
  const hint = what === "invalid value" ? "; strings need quotes" : "";
  return `is not valid TOML at line ${error.line}, column ${error.column}: ${what}${hint}. Correct it there.`;
}

/** Fills in `${NAME}` after parsing, so that the value of a variable cannot add settings. */
function filled(table: Table, readVariable: SecretReader, problems: string[]): ConfigFile {
  const uses = new Set<string>();
  const unfilled: string[] = [];
  /** One sentence for each variable that has no value. */
  const missing = new Map<string, string>();
  const fill = (value: unknown, pointer: string): unknown => {
    if (Array.isArray(value)) return value.map((inner, index) => fill(inner, `${pointer}/${index}`));
    if (isTable(value)) return fillAll(value, pointer);
    if (typeof value !== "string") return value;
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (written, name: string) => {
      uses.add(name);
      const read = readVariable(name);
      if (read.kind === "value") return read.value;
      unfilled.push(pointer);
      missing.set(name, read.kind === "problem" ? read.problem : missingVariable(name));
      return written;
    });
  };
  const fillAll = (inner: Table, pointer: string): Table =>
    Object.fromEntries(
      Object.entries(inner).map(([name, value]) => [name, fill(value, `${pointer}/${escaped(name)}`)]),
    );
  const complete = fillAll(table, "");
  problems.push(...missing.values());
  return { table: complete, uses, unfilled };
}

function missingVariable(name: string): string {
  return `configuration file: it uses \${${name}}, but the environment has no ${name}. Set it, or write the value in the file.`;
}

/** A name as part of a JSON pointer (RFC 6901). */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
