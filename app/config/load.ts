/** Configuration from the environment to the values in force, or every problem at once. */
import { readFileSync } from "node:fs";
import { type Environment, readConfig, type Source } from "./read.ts";
import type { RawConfig } from "./schema.ts";
import { type Config, settleConfig } from "./settle.ts";

export type LoadedConfig =
  | {
      readonly kind: "loaded";
      readonly config: Config;
      readonly raw: RawConfig;
      readonly sources: ReadonlyMap<string, Source>;
      readonly warnings: readonly string[];
    }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export function loadConfig(env: Environment): LoadedConfig {
  const read = readConfig(env, (path) => readFileSync(path, "utf8"));
  if (read.kind === "problems") return read;
  const settled = settleConfig(read.raw, env);
  if (settled.kind === "problems") return settled;
  const { raw, sources, warnings } = read;
  return { kind: "loaded", config: settled.config, raw, sources, warnings };
}
