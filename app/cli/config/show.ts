/** What is in force, for people and for machines; secrets as `***`. */
import { ValuePointer } from "@sinclair/typebox/value";
import { stringify } from "smol-toml";
import type { ProviderHandle } from "../../composition/provider-handles.ts";
import { REDACTED } from "../../../domain/redaction.ts";
import { ConfigSchema, type RawConfig, settingsOf } from "../../config/schema.ts";
import type { EffectiveDefaults } from "./effective-defaults.ts";
import { withoutUser } from "../../config/store-url.ts";
import type { Source } from "../../config/setting.ts";

export interface ShownSetting {
  readonly name: string;
  readonly env: string;
  /** `null` when there is none. */
  readonly value: unknown;
  readonly source: Source;
  /** Of a default that depends on the rest: why it is that. */
  readonly note?: string;
  readonly description: string;
}

/** `standing` has what holds where nothing is written, by the name of the setting. */
export function shownSettings(
  raw: RawConfig,
  sources: ReadonlyMap<string, Source>,
  standing: ReadonlyMap<string, EffectiveDefaults> = new Map(),
): readonly ShownSetting[] {
  return settingsOf(ConfigSchema).map(({ path, notes }) => {
    const name = path.join(".");
    const written: unknown = ValuePointer.Get(raw, `/${path.join("/")}`);
    const { value, note } =
      written === undefined ? (standing.get(name) ?? NOTHING) : { ...NOTHING, value: written };
    return {
      name,
      env: notes.env,
      value: notes.secret && value !== null ? REDACTED : redacted(value),
      source: sources.get(name) ?? "default",
      ...(note !== null && { note }),
      description: notes.description,
    };
  });
}

const NOTHING = { value: null, note: null };

type Table = Readonly<Record<string, unknown>>;

/** What has no variable, under its names in the file: options of providers, limits of callers, apps. */
export interface ShownTables {
  readonly limits?: Table;
  readonly provider: Table;
  readonly apps: Readonly<Record<string, Table>>;
}

type ShownLink = Pick<ProviderHandle, "name" | "owner" | "options">;

/** The tables in force. Providers tell what of their options is secret; hashes are cut short: enough to tell keys apart. */
export function shownTables(
  raw: RawConfig,
  providers: readonly string[],
  links: readonly ShownLink[],
): ShownTables {
  const { caller } = raw.limits;
  const apps = Object.entries(raw.apps).map(([name, app]): [string, Table] => [
    name,
    {
      providers: app.providers ?? providers,
      countries: app.countries ?? raw.recipients.countries,
      landlines: app.landlines ?? raw.recipients.landlines,
      public: app.public,
      cors: app.cors,
      keys: app.keys.map(({ hash, ...key }) => ({ hash: `${hash.slice(0, 15)}…`, ...key })),
      policy: { ...raw.policy, ...app.policy },
      limits: {
        budget_mode: "enforce",
        ...app.limits,
        ...unlessEmpty("caller", { ...caller, ...app.limits?.caller }),
      },
      ...unlessEmpty("provider", optionsOf(links, name)),
    },
  ]);
  return {
    ...(caller && { limits: { caller } }),
    provider: optionsOf(links, null),
    apps: Object.fromEntries(apps),
  };
}

function unlessEmpty(name: string, table: Table): Table {
  return Object.keys(table).length > 0 ? { [name]: table } : {};
}

/** By provider, of the chain of that app alone, or of the service's; without those that have none. */
function optionsOf(links: readonly ShownLink[], owner: string | null): Table {
  return Object.fromEntries(
    links
      .filter((link) => link.owner === owner && Object.keys(link.options).length > 0)
      .map(({ name, options }) => [name, redactedAll(options)]),
  );
}

function redactedAll(options: Table): unknown {
  return JSON.parse(JSON.stringify(options, (_, value: unknown) => redacted(value)));
}

/** Hides the user and password of a URL. */
function redacted(value: unknown): unknown {
  return typeof value === "string" ? withoutUser(value) : value;
}

/** Tables as the file has them; none of those that are empty. */
export function tablesText(tables: ShownTables): string {
  const filled = Object.entries(tables).filter(([, table]) => Object.keys(table).length > 0);
  return stringify(Object.fromEntries(filled));
}

/** One setting a line: name, value, where it comes from, what it means. */
export function settingsText(settings: readonly ShownSetting[]): string {
  return settings
    .map(({ name, env, value, source, note, description }) => {
      const shown = value === null ? "not set" : JSON.stringify(value);
      const why = note === undefined ? "" : ` (default; ${note})`;
      return `${name} = ${shown}${why}\n    ${env}, from ${source}. ${description}`;
    })
    .join("\n");
}
