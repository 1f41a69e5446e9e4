import { existsSync } from "node:fs";
import type { Ramz } from "../composition/compose.ts";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/resolve.ts";
import { fail, refuse } from "./fail.ts";
import { fileOf, openRamz, untraced } from "./open-ramz.ts";

/** Ramz over the store a server fills, for a command that looks into it; null once it was told why that cannot be. Makes no store. */
export async function openStored(): Promise<{ readonly config: Config; readonly ramz: Ramz } | null> {
  const { config, problems } = loadConfig(process.env);
  if (problems.length > 0) {
    fail(problems);
    return null;
  }
  const file = fileOf(config.store);
  if (file !== null && !existsSync(file)) {
    refuse(`There is no store at "${file}". Set RAMZ_STORE as it is where Ramz is served.`);
    return null;
  }
  const composed = await openRamz(config, untraced());
  if (composed.kind === "composed") return { config, ramz: composed.ramz };
  fail(composed.problems);
  return null;
}
