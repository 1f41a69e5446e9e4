/** Settings that hold from the start to the end of the process: what a reload of the configuration does not change. */
import { ValuePointer } from "@sinclair/typebox/value";
import type { LoadedConfig } from "./load.ts";
import type { Config } from "./resolve.ts";
import { ConfigSchema, settingsOf } from "./schema.ts";

/** Settings and tables, by their names in the file. Telemetry has none there: it reads the environment, which a process keeps. */
const FROM_START = ["host", "port", "secret", "store", "redis", "http.idle_timeout_s", "http.drain_ms"];

export interface KeptConfig {
  /** The new settings, with those of the start where a change needs a restart. */
  readonly config: Config;
  /** One sentence for each setting that would have changed. */
  readonly warnings: readonly string[];
}

export function withStartSettings(start: LoadedConfig, next: LoadedConfig): KeptConfig {
  const { host, port, secrets, store, http } = start.config;
  const changed = settingsOf(ConfigSchema).filter(({ path }) => {
    const name = path.join(".");
    const at = `/${path.join("/")}`;
    const isKept = FROM_START.some((one) => name === one || name.startsWith(`${one}.`));
    return isKept && !isSame(ValuePointer.Get(start.raw, at), ValuePointer.Get(next.raw, at));
  });
  return {
    config: {
      ...next.config,
      host,
      port,
      secrets,
      store,
      http: { ...http, allowedHosts: next.config.http.allowedHosts },
    },
    warnings: changed.map(
      ({ path, notes }) =>
        `${path.join(".")} (${notes.env}) has changed, which needs a restart. Until then the old value stays.`,
    ),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
