/** Whether Ramz would start with the variables that a file of `app/deploy` gives it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, type LoadedConfig } from "../../app/config/load.ts";

/** What the files that are mounted hold, by the last part of their path. */
const MOUNTED: Readonly<Record<string, string>> = {
  secret: "the-tests-of-the-files-have-this-secret-alone",
  ramz_secret: "the-tests-of-the-files-have-this-secret-alone",
  kavenegar: "6b6579",
  kavenegar_api_key: "6b6579",
  store: "rediss://ramz:password@redis.redis:6379/0",
};

/** Reads the settings as the process would, with the paths of mounted files moved to a folder that has them. */
export function settingsWith(env: Readonly<Record<string, string>>, toml: string): LoadedConfig {
  const folder = mkdtempSync(join(tmpdir(), "ramz-deploy-"));
  try {
    writeFileSync(join(folder, "ramz.toml"), toml);
    for (const [name, text] of Object.entries(MOUNTED)) writeFileSync(join(folder, name), text);
    const moved = Object.entries(env).map(([name, value]) => [
      name,
      value.replace(/^\/(?:run|etc)\/.*?([^/]+)$/, (_, file: string) => join(folder, file)),
    ]);
    return loadConfig(Object.fromEntries(moved), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
