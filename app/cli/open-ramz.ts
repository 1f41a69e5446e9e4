/** Opens what a command needs: the settings, or Ramz composed from them. Every problem is printed before a command gives up. */
import { existsSync } from "node:fs";
import { StoreUnavailable } from "../../domain/storage/store.ts";
import { compose, type Composed, type Overrides, type Ramz } from "../composition/compose.ts";
import { findProblems } from "../composition/configured-parts.ts";
import { loadConfig, type LoadedConfig } from "../config/load.ts";
import type { Config } from "../config/resolve.ts";
import type { Environment } from "../config/setting.ts";
import { fail, messageOf, refuse } from "./fail.ts";
import { inMemory } from "./narrow-config.ts";
import { fileRemedyOf } from "./store-file.ts";
import { storeFile } from "./store-name.ts";

export interface ConfiguredRamz {
  readonly config: Config;
  readonly ramz: Ramz;
}

export interface StartedRamz extends ConfiguredRamz {
  readonly loaded: LoadedConfig;
}

/** The settings in force; null after every problem of settings and providers was printed. */
export async function settingsOrFail(env: Environment): Promise<LoadedConfig | null> {
  const loaded = loadWithWarnings(env);
  const problems = await allProblems(loaded, env);
  if (problems.length === 0) return loaded;
  fail(problems);
  return null;
}

/** Ramz composed; null after every problem was printed. */
export async function ramzOrFail(
  env: Environment,
  printWarnings: boolean,
  overrides: Overrides,
): Promise<StartedRamz | null> {
  const loaded = printWarnings ? loadWithWarnings(env) : loadConfig(env);
  if (loaded.kind === "problems") {
    fail(await allProblems(loaded, env));
    return null;
  }
  const composed = composedOrFail(loaded.config, await tryCompose(loaded.config, env, overrides));
  return composed === null ? null : { ...composed, loaded };
}

/** Ramz over an existing store, for commands that look into it; null after the reason was printed. Creates no store. */
export async function openStored(): Promise<ConfiguredRamz | null> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) {
    fail(problems);
    return null;
  }
  const file = storeFile(config.store);
  if (file !== null && !existsSync(file)) {
    refuse(`There is no store at "${file}". Set RAMZ_STORE to the store of the server.`);
    return null;
  }
  return composedOrFail(config, await openUntraced(config));
}

function composedOrFail(config: Config, composed: Composed): ConfiguredRamz | null {
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

const toStandardError = (text: string) => console.error(text);
const ERRORS_ONLY: Overrides = { reportError: toStandardError, print: toStandardError };
const UNTRACED: Overrides = { log: () => {}, print: toStandardError, exportTelemetry: false };

/** As `compose`, with only the errors of the log, on standard error, so that the command has standard output for itself. */
export function openRamz(config: Config): Promise<Composed> {
  return tryCompose(config, process.env, ERRORS_ONLY);
}

/** As `openRamz`, for commands that send no code: no telemetry is exported. */
export function openUntraced(config: Config, env: Environment = process.env): Promise<Composed> {
  return tryCompose(config, env, UNTRACED);
}

/** As `openRamz`, over a store in memory: for commands that look at providers alone. */
export function openProvidersOnly(config: Config, env?: Environment): Promise<Composed> {
  return openUntraced(inMemory(config), env);
}

/** As `compose`, except that a store that cannot be opened is a problem like others. */
export async function tryCompose(
  config: Config,
  env: Environment,
  overrides: Overrides = {},
): Promise<Composed> {
  try {
    return await compose(config, env, overrides);
  } catch (error) {
    // A system error is one of the store's folder or of the secret's file.
    if (!(error instanceof StoreUnavailable) && !(error instanceof Error && "syscall" in error)) throw error;
    const file = storeFile(config.store);
    const cause = messageOf(error);
    const remedy = file === null ? "" : ` ${fileRemedyOf(cause, file)}`;
    return { kind: "problems", problems: [`RAMZ_STORE: ${cause}.${remedy}`] };
  }
}
