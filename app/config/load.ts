/** Loads the configuration: from the environment to the values in force, or every problem at once. */
import { readFileSync } from "node:fs";
import { envFileOrigins, envFileProblems } from "./environment.ts";
import { readConfig } from "./read-settings.ts";
import type { RawConfig } from "./schema.ts";
import { type Config, resolveConfig } from "./resolve.ts";
import type { Environment, Source } from "./setting.ts";

export interface LoadedConfig {
  /** With "problems", `config` may be used to find further problems only. */
  readonly kind: "loaded" | "problems";
  readonly config: Config;
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  /** The variables whose values came from a file, a mounted one or a `.env` file, each with that file. */
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** `folder` is where Bun found `.env` files. */
export function loadConfig(env: Environment, folder = process.cwd()): LoadedConfig {
  const read = readConfig(env, (path) => readFileSync(path, "utf8"));
  const { raw, sources, warnings, unfilled } = read;
  const { config, problems: joint, warnings: jointWarnings } = resolveConfig(raw, env);
  // A setting whose ${NAME} is missing has that problem alone; what follows from it is left out.
  const unfilledNames = unfilled.map(({ notes }) => `${notes.env}:`);
  const envFiles = envFileOrigins(env, folder);
  const problems = [
    ...read.problems,
    ...(config.production ? envFileProblems(envFiles, raw.env_files) : []),
    ...joint.filter((problem) => !unfilledNames.some((name) => problem.startsWith(name))),
  ];
  const kind = problems.length > 0 ? "problems" : "loaded";
  // With problems, `config` has defaults that the operator did not write: warnings about them would mislead.
  const furtherWarnings = kind === "loaded" ? jointWarnings : [];
  const origins = new Map([...read.mounted, ...envFiles]);
  return { kind, config, raw, sources, origins, problems, warnings: [...warnings, ...furtherWarnings] };
}
