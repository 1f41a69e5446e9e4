/** Configuration from the environment to the values in force, or every problem at once. */
import { readFileSync } from "node:fs";
import { readConfig } from "./read-settings.ts";
import type { RawConfig } from "./schema.ts";
import { type Config, resolveConfig } from "./resolve.ts";
import type { Environment, Source } from "./setting.ts";

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
  const read = readConfig(env, (path) => readFileSync(path, "utf8"));
  const { raw, sources, warnings, unfilled } = read;
  const { config, problems: joint, warnings: doubts } = resolveConfig(raw, env);
  // Of a setting that lacks its value, that is all there is to say.
  const lacking = unfilled.map(({ notes }) => `${notes.env}:`);
  const problems = [
    ...read.problems,
    ...joint.filter((problem) => !lacking.some((name) => problem.startsWith(name))),
  ];
  const kind = problems.length > 0 ? "problems" : "loaded";
  // What is left of settings with problems would be doubted for nothing.
  const doubted = kind === "loaded" ? doubts : [];
  return { kind, config, raw, sources, problems, warnings: [...warnings, ...doubted] };
}
