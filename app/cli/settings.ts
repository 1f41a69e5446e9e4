import { findProblems } from "../compose.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import { fail } from "./fail.ts";

/** The settings in force, or null once every problem was told: those of the settings and those of the providers together. */
export async function settingsOrFail(
  env: NodeJS.ProcessEnv,
  tellWarnings = true,
): Promise<LoadedConfig | null> {
  const loaded = loadConfig(env);
  if (tellWarnings) for (const warning of loaded.warnings) console.error(`warning: ${warning}`);
  const problems = [...loaded.problems, ...(await findProblems(loaded.config, env))];
  if (problems.length === 0) return loaded;
  fail(problems);
  return null;
}
