/**
 * The provider contract: a plugin is the default export of a file in `adapters/providers`, of an npm package or of your own file.
 * A built-in provider's name is its path; names that start with `_` are helpers.
 */
import type { Static, TObject } from "@sinclair/typebox";
import type { Channel, DeliveryPort, Hint } from "../../../domain/delivery/provider.ts";
import type { ReceiptPort } from "../../../domain/delivery/receipt.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { EpochMs } from "../../../domain/time.ts";
import type { HttpAnswer, HttpCall } from "./http-exchange.ts";

/** Version of this contract. A plugin made for another version is refused at start. */
export const PLUGIN_API = 1;

/** What the process gives a plugin. All its I/O goes through here, so that tests can replace it. */
export interface ProviderHost {
  readonly clock: Clock;
  /** One HTTP call: answers by the deadline, never rejects, follows no redirect, and knows which failures prove that nothing was sent. */
  readonly exchange: (call: HttpCall, deadline: EpochMs) => Promise<HttpAnswer>;
  /** The standard `fetch`, recorded in the attempt's span, for what `exchange` does not cover. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Number of digits of a code, for checking texts when the provider is created. */
  readonly codeLength: number;
  /** Where the vendor may send receipts of the messages of this provider; undefined when receipts or the public URL are not configured. */
  readonly callback?: string;
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
  /** The message exactly as the phone gets it. */
  readonly text?: string;
}

export interface ProviderPlugin<Options extends TObject = TObject> {
  readonly api: typeof PLUGIN_API;
  /** The first is used when a start asks for any channel. */
  readonly channels: readonly Channel[];
  /** Name of the messenger as people know it, in both languages, so that they are told where to look. */
  readonly messenger?: Hint;
  /** The provider shows codes instead of sending them, so it is refused in production. */
  readonly developmentOnly?: boolean;
  /** What an operator must know before relying on it, as sentences. `ramz config` and `ramz providers` show them. */
  readonly caution?: string;
  /** Schema of its options. A property's `description` is shown when it is missing or wrong. */
  readonly options: Options;
  /** Environment variables of options, by option name. They win over the configuration file. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options whose values are secrets. Ramz shows them as `***` and keeps them out of logs and spans. */
  readonly secrets?: readonly string[];
  /** May throw: the message stops the start and is shown to the operator. */
  create(options: Static<Options>, host: ProviderHost): ProviderInstance;
}

/** A vendor that says later what became of messages has `receipt`, `status` or both (see `ReceiptPort`). */
export interface ProviderInstance extends DeliveryPort, ReceiptPort {
  /** The same word for all providers of one vendor account; never the key itself. The provider's name by default. */
  readonly account?: string;
  /** What a reason of this provider means and what to do; null for other words. Ramz explains failures of `exchange`. */
  explain?(reason: string): Hint | null;
  /** Checks, without sending a message, whether the provider could carry one now; for `ramz doctor`. */
  examine?(deadline: EpochMs): Promise<readonly Finding[]>;
  /** Commands of the provider, by name: `ramz provider npm:acme-sms account`. */
  readonly tools?: Readonly<Record<string, Tool>>;
}

/** One result of an examination. Holds no secret. */
export interface Finding {
  readonly level: "ok" | "warning" | "problem";
  /** What was examined, e.g. `credit`. */
  readonly subject: string;
  readonly detail: string;
  /** What to do about it. Required with a warning or a problem. */
  readonly remedy?: string;
  /** The number that was found, in the vendor's unit: a credit in Rial, in messages, … It becomes a metric. */
  readonly amount?: number;
}

export interface Tool {
  readonly description: string;
  /** It can read an answer of the vendor that a person pastes. */
  readonly readsAnswer?: boolean;
  /** Answers rows to show, or why there is no answer. `pasted` is the text of `--answer`, for a tool that reads one. */
  run(deadline: EpochMs, pasted?: string): Promise<ToolReport>;
}

export type ToolReport =
  | { readonly kind: "report"; readonly rows: readonly Readonly<Record<string, string | number | boolean>>[] }
  | { readonly kind: "failed"; readonly finding: Finding };

/** Types a plugin; returns its argument. */
export function defineProvider<Options extends TObject>(
  plugin: ProviderPlugin<Options>,
): ProviderPlugin<Options> {
  return plugin;
}
