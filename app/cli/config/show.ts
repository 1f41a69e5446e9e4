/** The settings in force as text and as JSON, with secrets as `***`. */
import { ValuePointer } from "@sinclair/typebox/value";
import { stringify } from "smol-toml";
import type { ProviderHandle } from "../../composition/provider-handles.ts";
import { REDACTED } from "../../../domain/redaction.ts";
import { ConfigSchema, type RawConfig, settingsOf } from "../../config/schema.ts";
import type { EffectiveDefault } from "./effective-defaults.ts";
import { appChains } from "../../config/apps.ts";
import { hookSettingsOf } from "../../config/hook-settings.ts";
import type { WrittenChain, WrittenChains } from "../../config/tables/chains.ts";
import { withoutUser } from "../../config/store-url.ts";
import type { LoadedConfig } from "../../config/load.ts";
import type { Source } from "../../config/setting.ts";

export interface ShownSetting {
  readonly name: string;
  readonly env: string;
  /** Null when it is not set. */
  readonly value: unknown;
  readonly source: Source;
  /** The file that its value came from: a `.env` file or a mounted one. */
  readonly from?: string;
  /** Why a default that depends on other settings has this value. */
  readonly note?: string;
  readonly description: string;
}

/** `defaults` has the values in force for settings that are not set, by name of the setting. */
export function shownSettings(
  { raw, sources, origins }: Pick<LoadedConfig, "raw" | "sources" | "origins">,
  defaults: ReadonlyMap<string, EffectiveDefault> = new Map(),
): readonly ShownSetting[] {
  return settingsOf(ConfigSchema).map(({ path, notes }) => {
    const name = path.join(".");
    const written: unknown = ValuePointer.Get(raw, `/${path.join("/")}`);
    const { value, note } =
      written === undefined ? (defaults.get(name) ?? NOTHING) : { ...NOTHING, value: written };
    const source = sources.get(name) ?? "default";
    const from = source === "environment" ? origins.get(notes.env) : undefined;
    return {
      name,
      env: notes.env,
      value: notes.secret && value !== null ? REDACTED : redacted(value),
      source,
      ...(from !== undefined && { from }),
      ...(note !== null && { note }),
      description: notes.description,
    };
  });
}

const NOTHING = { value: null, note: null };

type Table = Readonly<Record<string, unknown>>;

/** Settings without a variable, under their names in the file: options of providers, limits of callers, apps. */
export interface ShownTables {
  readonly limits?: Table;
  readonly chains?: readonly WrittenChain[];
  readonly admin?: Table;
  readonly provider: Table;
  readonly apps: Readonly<Record<string, Table>>;
}

type ShownProvider = Pick<ProviderHandle, "name" | "owner" | "options">;

/** The tables in force. Providers mark their secret options. Hashes are shortened to what is needed to distinguish keys. */
export function shownTables(
  raw: RawConfig,
  service: WrittenChains,
  handles: readonly ShownProvider[],
): ShownTables {
  const { caller } = raw.limits;
  const apps = Object.entries(raw.apps).map(([name, app]): [string, Table] => [
    name,
    {
      ...chainsOf(appChains(app, service)),
      countries: app.countries ?? raw.recipients.countries,
      landlines: app.landlines ?? raw.recipients.landlines,
      public: app.public,
      cors: app.cors,
      keys: app.keys.map(withShortHash),
      resend_order: app.resend_order ?? raw.delivery.resend_order,
      on_undelivered: app.on_undelivered ?? raw.delivery.on_undelivered,
      routing: { mode: raw.routing.mode, prefer: raw.routing.prefer, ...app.routing },
      policy: { ...raw.policy, ...app.policy },
      limits: {
        budget_mode: "enforce",
        ...app.limits,
        ...unlessEmpty("caller", { ...caller, ...app.limits?.caller }),
      },
      ...unlessEmpty("hooks", hooksOf(app.hooks)),
      ...unlessEmpty("provider", optionsOf(handles, name)),
    },
  ]);
  return {
    ...(caller && { limits: { caller } }),
    ...(Object.keys(raw.routing.prices).length > 0 && { routing: { prices: raw.routing.prices } }),
    ...(raw.chains.length > 0 && { chains: raw.chains }),
    ...(raw.admin.keys.length > 0 && { admin: { keys: raw.admin.keys.map(withShortHash) } }),
    provider: optionsOf(handles, null),
    apps: Object.fromEntries(apps),
  };
}

function withShortHash<Key extends { readonly hash: string }>(key: Key): Key {
  return { ...key, hash: `${key.hash.slice(0, 15)}…` };
}

function chainsOf({ providers, chains }: WrittenChains): Table {
  return { providers, ...(chains.length > 0 && { chains }) };
}

function hooksOf(hooks: RawConfig["apps"][string]["hooks"]): Table {
  return Object.fromEntries(
    Object.entries(hooks).map(([name, hook]) => [
      name,
      {
        ...hook,
        secrets: hook.secrets.map(() => REDACTED),
        deadline_ms: hookSettingsOf(name, hook).deadlineMs,
      },
    ]),
  );
}

function unlessEmpty(name: string, table: Table): Table {
  return Object.keys(table).length > 0 ? { [name]: table } : {};
}

/** The options of each provider that has any, for the chain of that app, or for the service's chain. */
function optionsOf(handles: readonly ShownProvider[], owner: string | null): Table {
  return Object.fromEntries(
    handles
      .filter((handle) => handle.owner === owner && Object.keys(handle.options).length > 0)
      .map(({ name, options }) => [name, redactedAll(options)]),
  );
}

function redactedAll(options: Table): unknown {
  return JSON.parse(JSON.stringify(options, (_, value: unknown) => redacted(value)));
}

/** Hides user and password of a URL. */
function redacted(value: unknown): unknown {
  return typeof value === "string" ? withoutUser(value) : value;
}

/** The tables that are not empty, as TOML. */
export function tablesText(tables: ShownTables): string {
  const filled = Object.entries(tables).filter(([, table]) => Object.keys(table).length > 0);
  return stringify(Object.fromEntries(filled));
}

/** Two lines for each setting: name and value, then variable, source and meaning. */
export function settingsText(settings: readonly ShownSetting[]): string {
  return settings
    .map(({ name, env, value, source, from, note, description }) => {
      const shown = value === null ? "not set" : JSON.stringify(value);
      const why = note === undefined ? "" : ` (default; ${note})`;
      const where = from === undefined ? source : `${source}, from ${from}`;
      return `${name} = ${shown}${why}\n    ${env} (source: ${where}). ${description}`;
    })
    .join("\n");
}
