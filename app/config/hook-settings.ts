/** A hook of an app as it holds: made from the settings as written. */
import type { Locale, RequestedChannel } from "../../domain/delivery/provider.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { Secret } from "./secret.ts";
import {
  HOOK_FIELDS,
  HOOK_PRESETS,
  type HookField,
  type HookPreset,
  type WrittenHook,
} from "./tables/hooks.ts";

/** A signature of the raw body: HMAC-SHA256 under a secret, in a header. */
export interface HmacAuth {
  readonly header: string;
  readonly encoding: "hex" | "base64";
  /** What stands before the signature. */
  readonly prefix: string;
}

export type HookAuth = { readonly kind: "bearer" | "basic" } | ({ readonly kind: "hmac" } & HmacAuth);

/** A hook as configured. What is null is left to the preset. */
export interface HookSettings {
  readonly name: string;
  readonly preset: HookPreset;
  /** At least one. */
  readonly secrets: readonly Secret[];
  readonly auth: HookAuth | null;
  /** Whether its word for the end user's address is taken. */
  readonly clientIp: boolean;
  /** Names that lead to each field, e.g. `["payload", "code"]`. They win over the preset's. */
  readonly fields: Readonly<Partial<Record<HookField, readonly string[]>>>;
  /** Of messages whose body names none. */
  readonly locale: Locale | null;
  /** Of all its messages. */
  readonly channel: RequestedChannel | null;
  /** Finds the code in a text as its one group, in the syntax of RE2. It is compiled while Ramz starts, and given to the protocol. */
  readonly codePattern: string | null;
  readonly body: "json" | "form" | null;
  /** The status of an answer that a message is on its way. */
  readonly success: number | null;
  /** Of codes whose body does not name it. */
  readonly ttlMs: number | null;
  readonly deadlineMs: number;
}

export function hookSettingsOf(name: string, written: WrittenHook): HookSettings {
  const { body, success, expires_in: ttlS } = written;
  const preset = presetOf(name, written);
  return {
    name,
    preset,
    secrets: written.secrets.map((secret) => new Secret(secret)),
    auth: authOf(written),
    clientIp: written.client_ip,
    fields: Object.fromEntries(HOOK_FIELDS.flatMap((field) => fieldOf(field, written))),
    locale: isLocale(written.locale) ? written.locale : null,
    channel: isChannel(written.channel) ? written.channel : null,
    codePattern: written.code_pattern ?? null,
    body: body ?? null,
    success: success ?? null,
    ttlMs: ttlS === undefined ? null : ttlS * SECOND_MS,
    deadlineMs: written.deadline_ms ?? deadlineMsOf(preset),
  };
}

/** Most log-in servers wait five seconds for the answer, Okta three. */
function deadlineMsOf(preset: HookPreset): number {
  return preset === "okta" ? 2_500 : 4_000;
}

function authOf({ auth }: WrittenHook): HookAuth | null {
  if (auth === undefined) return null;
  if (typeof auth === "string") return { kind: auth };
  const { header, encoding = "hex", prefix = "" } = auth.hmac;
  return { kind: "hmac", header, encoding, prefix };
}

/** A hook with the name of a log-in server is for that server unless it says otherwise. */
export function presetOf(name: string, { preset }: WrittenHook): HookPreset {
  return preset ?? HOOK_PRESETS.find((known) => known === name) ?? "generic";
}

/** The place of a field, if it is named. `locale` and `channel` may be the value itself. */
function fieldOf(field: HookField, written: WrittenHook): readonly [HookField, readonly string[]][] {
  const place = written[field];
  if (place === undefined || (field === "locale" && isLocale(place))) return [];
  return field === "channel" && isChannel(place) ? [] : [[field, place.split(".")]];
}

function isLocale(text: string | undefined): text is Locale {
  return text === "fa" || text === "en";
}

function isChannel(text: string | undefined): text is RequestedChannel {
  return text === "sms" || text === "call" || text === "messenger" || text === "auto";
}
