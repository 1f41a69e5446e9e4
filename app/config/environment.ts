/**
 * The environment of the process as Ramz reads it: one rule for what surrounds a value, and one for the `.env` files that Bun reads by
 * itself before Ramz runs (Bun 1.4.5: of the working directory, by NODE_ENV; a variable of the environment wins over them).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Environment } from "./setting.ts";

/**
 * Whether NODE_ENV says production. Production is the guard against console mode, so a value that only looks like it, or is a name of the
 * operator's own, must not be read as something else.
 */
export function isProduction({ NODE_ENV = "" }: Environment, problems: string[]): boolean {
  if (!["", "production", "development", "test"].includes(NODE_ENV))
    problems.push(
      `NODE_ENV: ${JSON.stringify(NODE_ENV)} is not valid. Write production, development or test, or leave it out. production refuses to show codes instead of sending them.`,
    );
  return NODE_ENV === "production";
}

/** A value without the white space and the quotes around it, which `docker --env-file` and others leave there. */
export function tidyValue(written: string): string {
  const text = written.trim();
  const quoted = /^(["'])([^]*)\1$/.exec(text)?.[2];
  return quoted === undefined ? text : tidyValue(quoted);
}

/**
 * Applies `tidyValue` to every variable in place, so that libraries and child processes read the same values. Where that changes which
 * `.env` files Bun should have read, what came from the others is removed. Returns whether Bun has to read them again.
 */
export function tidyEnvironment(env: Record<string, string | undefined>, folder: string): boolean {
  const read = envFilesFor(env);
  for (const [name, value] of Object.entries(env)) if (value !== undefined) env[name] = tidyValue(value);
  const wanted = envFilesFor(env);
  const wrong = read.filter((file) => !wanted.includes(file));
  for (const name of originsIn(env, wrong, folder).keys()) delete env[name];
  return wrong.length > 0;
}

/** The variables whose values came from a `.env` file, each with the name of that file. */
export function envFileOrigins(env: Environment, folder: string): ReadonlyMap<string, string> {
  return originsIn(env, envFilesFor(env), folder);
}

/** The problems of such variables in production: what lies in a working directory was most likely left there by development. */
export function envFileProblems(origins: ReadonlyMap<string, string>, accepted: boolean): readonly string[] {
  const own = origins.get(ACCEPT);
  if (accepted && own === undefined) return [];
  return [...Map.groupBy(origins.keys(), (name) => origins.get(name))].map(
    ([file, names]) =>
      `${file}: this file in the working directory sets ${names.join(", ")}, which is refused when NODE_ENV=production. ` +
      `Set them in the environment and remove the file, or set ${ACCEPT}=true, outside of such a file, to accept it.`,
  );
}

const ACCEPT = "RAMZ_ENV_FILES";

/** The files that Bun reads with this NODE_ENV. The first that has a variable wins. */
function envFilesFor({ NODE_ENV }: Environment): readonly string[] {
  const mode = NODE_ENV === "production" || NODE_ENV === "test" ? NODE_ENV : "development";
  return [`.env.${mode}.local`, ...(mode === "test" ? [] : [".env.local"]), `.env.${mode}`, ".env"];
}

/** A value that differs from the file's is of the environment. One with `$` is filled in by Bun, so it cannot be compared and counts as the file's. */
function originsIn(env: Environment, files: readonly string[], folder: string): ReadonlyMap<string, string> {
  const written = new Map<string, { readonly file: string; readonly text: string }>();
  for (const file of files)
    for (const [name, text = ""] of Object.entries(parseEnv(textAt(join(folder, file)))))
      if (!written.has(name)) written.set(name, { file, text: tidyValue(text) });
  return new Map(
    [...written]
      .filter(([name, { text }]) => env[name] !== undefined && (env[name] === text || text.includes("$")))
      .map(([name, { file }]) => [name, file]),
  );
}

/** The text of a file; empty when there is none, or none that can be read: Bun passes over it, too. */
function textAt(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
