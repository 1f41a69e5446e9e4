/** Checks settings in this process, as `ramz config` and `ramz serve` do before they print or start. */
import { join } from "node:path";
import { allProblems } from "../../../app/cli/open-ramz.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { type Env, STORE_FILE, tempFolder } from "../../support/process.ts";

const ALWAYS: Env = { PORT: "0", RAMZ_STORE: `sqlite:./${STORE_FILE}` };

/** Every problem that would stop a start with this environment, in the order in which they are printed. */
export async function problemsOf(env: Env): Promise<readonly string[]> {
  const all = { ...ALWAYS, ...env };
  return allProblems(loadConfig(all), all);
}

/** The same for a configuration file with this text. `files` are written beside it. */
export async function problemsOfFile(
  toml: string,
  env: Env = {},
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return problemsOf({ RAMZ_CONFIG: join(folder.path, "ramz.toml"), ...env });
}
