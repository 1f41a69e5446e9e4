/** What is in force, for people and for machines; secrets as `***`. */
import { ValuePointer } from "@sinclair/typebox/value";
import type { AppConfig, KeyConfig } from "./apps.ts";
import type { Source } from "./read.ts";
import { ConfigSchema, type RawConfig, settingsOf } from "./schema.ts";
import type { Config } from "./settle.ts";
import { withoutUser } from "./store.ts";

export interface DumpedApp extends Pick<AppConfig, "name" | "providers" | "policy" | "recipients"> {
  readonly keys: readonly KeyConfig[];
  readonly public: boolean;
  readonly cors: readonly string[];
  /** Providers it has options of its own for. */
  readonly own_options: readonly string[];
}

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

/** The apps as they are in force. Hashes are cut short: enough to tell keys apart. Options of providers may be secret. */
export function dumpApps({ auth, apps }: Config): readonly DumpedApp[] {
  if (auth !== "keys") return [];
  return apps.map(({ name, keys, isPublic, origins, providers, ownOptions, policy, recipients }) => ({
    name,
    keys: keys.map(({ hash, ...key }) => ({ hash: `${hash.slice(0, 15)}…`, ...key })),
    public: isPublic,
    cors: origins,
    providers,
    own_options: Object.keys(ownOptions),
    policy,
    recipients,
  }));
}

/** Hides the user and password of a URL. */
function redacted(value: unknown): unknown {
  return typeof value === "string" ? withoutUser(value) : value;
}

/** An app in a few lines. */
export function dumpAppsText(apps: readonly DumpedApp[]): string {
  return apps
    .map(({ name, ...facts }) =>
      [
        `apps.${name}`,
        ...Object.entries(facts).map(([fact, value]) => `    ${fact} = ${JSON.stringify(value)}`),
      ].join("\n"),
    )
    .join("\n");
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
