/** What is in force, for people and for machines; secrets as `***`. */
import { ValuePointer } from "@sinclair/typebox/value";
import type { Source } from "./read.ts";
import { ConfigSchema, type RawConfig, settingsOf } from "./schema.ts";
import { withoutUser } from "./store.ts";

export interface DumpedSetting {
  readonly name: string;
  readonly env: string;
  /** `null` when it is not set and has no default. */
  readonly value: unknown;
  readonly source: Source;
  readonly description: string;
}

export function dumpConfig(raw: RawConfig, sources: ReadonlyMap<string, Source>): readonly DumpedSetting[] {
  return settingsOf(ConfigSchema).map(({ path, notes }) => {
    const name = path.join(".");
    const value: unknown = ValuePointer.Get(raw, `/${path.join("/")}`);
    const shown = value === undefined ? null : notes.secret ? "***" : redacted(value);
    return {
      name,
      env: notes.env,
      value: shown,
      source: sources.get(name) ?? "default",
      description: notes.description,
    };
  });
}

/** Hides the user and password of a URL. */
function redacted(value: unknown): unknown {
  return typeof value === "string" ? withoutUser(value) : value;
}

/** One setting a line: name, value, where it comes from, what it means. */
export function dumpText(settings: readonly DumpedSetting[]): string {
  return settings
    .map(({ name, env, value, source, description }) => {
      const shown = value === null ? "not set" : JSON.stringify(value);
      return `${name} = ${shown}\n    ${env}, from ${source}. ${description}`;
    })
    .join("\n");
}
