/**
 * What a provider plugin is: the default export of a file under this folder, of an npm package or of a file of one's own.
 * The file's path is the provider's name; files that begin with `_` are helpers.
 */
import type { Static, TObject } from "@sinclair/typebox";
import type { Channel, DeliveryPort, Hint } from "../../../domain/delivery/provider.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { EpochMs } from "../../../domain/time.ts";

/** The version of this contract. A plugin made for another one is refused at start. */
export const PLUGIN_API = 1;

/** What the process lends a plugin. Everything that leaves the process goes through here, so tests can stand in for it. */
export interface ProviderHost {
  readonly clock: Clock;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** How many digits a code has, for checking texts when the provider is created. */
  readonly codeLength: number;
  /** Shows a line to the developer at the terminal. Never used in production. */
  readonly print: (text: string) => void;
  /** Keeps a message for the development inbox. Never used in production. */
  readonly keep: (message: InboxMessage) => void;
}

/** A message as the development inbox shows it. */
export interface InboxMessage {
  readonly to: string;
  readonly code: string;
  readonly channel: Channel;
  readonly verificationId: string;
  readonly sentAt: number;
  readonly expiresAt: number;
}

export interface ProviderPlugin<Options extends TObject = TObject> {
  readonly api: typeof PLUGIN_API;
  readonly channels: readonly Channel[];
  /** True of a provider that shows codes instead of sending them; refused in production. */
  readonly developmentOnly?: boolean;
  /** Schema of its options. A property's `description` is shown when it is missing or wrong. */
  readonly options: Options;
  /** Environment variables that set options, by option name. They win over the configuration file. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options whose values are secrets: shown as `***`. */
  readonly secrets?: readonly string[];
  create(options: Static<Options>, host: ProviderHost): ProviderInstance;
}

export interface ProviderInstance extends DeliveryPort {
  /** Providers of the same vendor account answer the same word here; never the key itself. Its own name by default. */
  readonly account?: string;
  explain?(reason: string): Hint | null;
  /** Looks whether the provider could carry a message now, without sending one; for `ramz doctor`. */
  examine?(deadline: EpochMs): Promise<readonly Finding[]>;
  /** Commands of its own, by name: `ramz provider npm:acme-sms account`. */
  readonly tools?: Readonly<Record<string, Tool>>;
}

/** One thing a provider found out about itself. Nothing secret in it. */
export interface Finding {
  readonly level: "ok" | "warning" | "problem";
  /** What was looked at, e.g. `credit`. */
  readonly subject: string;
  readonly detail: string;
  /** What to do about it; with every warning and problem. */
  readonly remedy?: string;
}

export interface Tool {
  readonly description: string;
  /** Answers rows to show, or what kept it from answering. */
  run(deadline: EpochMs): Promise<ToolReport>;
}

export type ToolReport =
  | { readonly kind: "report"; readonly rows: readonly Readonly<Record<string, string | number | boolean>>[] }
  | { readonly kind: "failed"; readonly finding: Finding };

/** Gives a plugin its types; it returns what it is given. */
export function defineProvider<Options extends TObject>(
  plugin: ProviderPlugin<Options>,
): ProviderPlugin<Options> {
  return plugin;
}
