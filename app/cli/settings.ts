import { findProblems, type Ramz } from "../composition/compose.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import type { Config } from "../config/resolve.ts";
import { fail } from "./fail.ts";
import { tryCompose } from "./open-ramz.ts";
import type { Environment } from "../config/setting.ts";

/** The settings in force, or null once every problem was told: those of the settings and those of the providers together. */
export async function settingsOrFail(env: Environment): Promise<LoadedConfig | null> {
  const loaded = loadWithWarnings(env);
  const problems = await allProblems(loaded, env);
  if (problems.length === 0) return loaded;
  fail(problems);
  return null;
}

export interface ConfiguredRamz {
  readonly config: Config;
  readonly ramz: Ramz;
}

/** Ramz composed, or null once every problem was told. Providers are opened once, unless there is a problem before them. */
export async function ramzOrFail(env: Environment, tellWarnings: boolean): Promise<ConfiguredRamz | null> {
  const loaded = tellWarnings ? loadWithWarnings(env) : loadConfig(env);
  if (loaded.kind === "problems") {
    fail(await allProblems(loaded, env));
    return null;
  }
  const { config } = loaded;
  const composed = await tryCompose(config, env);
  if (composed.kind === "composed") return { config, ramz: composed.ramz };
  fail(composed.problems);
  return null;
}

/** Every problem that would stop a start: those of the settings, then those of the providers. */
export async function allProblems(
  { problems, config }: LoadedConfig,
  env: Environment,
): Promise<readonly string[]> {
  return [...problems, ...(await findProblems(config, env))];
}

function loadWithWarnings(env: Environment): LoadedConfig {
  const loaded = loadConfig(env);
  for (const warning of loaded.warnings) console.error(`warning: ${warning}`);
  return loaded;
}
