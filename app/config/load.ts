/** Configuration from the environment to the values in force, or every problem at once. */
import { readFileSync } from "node:fs";
import { type Environment, readConfig, type Source } from "./read.ts";
import type { RawConfig } from "./schema.ts";
import { type Config, settleConfig } from "./settle.ts";

export interface LoadedConfig {
  /** "problems": `config` is good for finding further problems and for nothing else. */
  readonly kind: "loaded" | "problems";
  readonly config: Config;
  readonly raw: RawConfig;
  readonly sources: ReadonlyMap<string, Source>;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

export function loadConfig(env: Environment): LoadedConfig {
  const { raw, sources, warnings, problems: written } = readConfig(env, (path) => readFileSync(path, "utf8"));
  const { config, problems: joint, warnings: doubts } = settleConfig(raw, env);
  const problems = [...written, ...joint];
  const kind = problems.length > 0 ? "problems" : "loaded";
  // What is left of settings with problems would be doubted for nothing.
  const doubted = kind === "loaded" ? doubts : [];
  return { kind, config, raw, sources, problems, warnings: [...warnings, ...doubted] };
}
