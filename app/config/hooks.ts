/** Hooks of apps: the settings that hold, and what is wrong with those that were written. */
import type { Locale, RequestedChannel } from "../../domain/delivery/provider.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { Secret } from "./secret.ts";
import {
  HOOK_FIELDS,
  HOOK_PRESETS,
  type HookAuth,
  type HookField,
  type HookPreset,
  type HookSettings,
  type WrittenHook,
} from "./tables/hooks.ts";

export function hookSettingsOf(name: string, written: WrittenHook): HookSettings {
  const { body, success, expires_in: ttlS } = written;
  return {
    name,
    preset: presetOf(name, written),
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
    deadlineMs: written.deadline_ms,
  };
}

function authOf({ auth }: WrittenHook): HookAuth | null {
  if (auth === undefined) return null;
  if (typeof auth === "string") return { kind: auth };
  const { header, encoding = "hex", prefix = "" } = auth.hmac;
  return { kind: "hmac", header, encoding, prefix };
}

/** A hook with the name of a log-in server is for that server unless it says otherwise. */
function presetOf(name: string, { preset }: WrittenHook): HookPreset {
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

/** Log-in servers that sign their requests in a way of their own. */
const SIGNING: readonly HookPreset[] = ["supabase", "authgear", "zitadel"];
/** Log-in servers whose requests have one form, so that there is nothing to configure about it. */
const FIXED: readonly HookPreset[] = [...SIGNING, "okta"];
const OF_THE_FORM = ["to", "code", "text", "ip", "body", "code_pattern"] as const;

const SECRET_MIN_LENGTH = 16;
const SUPABASE_SECRET = /^v1,whsec_[A-Za-z0-9+/=]{32,88}$/;
export const HOOK_NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** Every problem of a hook as written. `where` is its place in the file, e.g. `apps.shop.hooks.supabase`. */
export function problemsOfHook(name: string, written: WrittenHook, where: string): readonly string[] {
  const preset = presetOf(name, written);
  const problem = (what: string) => `${where}${what}`;
  return [
    ...(HOOK_NAME.test(name)
      ? []
      : [
          problem(
            ": this is not a name for a hook, which is a part of its address. Use 1 to 32 lower-case letters, digits, _ and -, starting with a letter or digit.",
          ),
        ]),
    ...(preset === "generic" ? missingFields(written).map(problem) : []),
    ...(SIGNING.includes(preset) && written.auth !== undefined
      ? [problem(`.auth: ${preset} signs its requests in its own way. Remove auth.`)]
      : []),
    ...(FIXED.includes(preset)
      ? OF_THE_FORM.filter((field) => written[field] !== undefined).map((field) =>
          problem(`.${field}: the requests of ${preset} have one form, which is known. Remove ${field}.`),
        )
      : []),
    ...(written.secrets.length === 0
      ? [problem(`.secrets: none is configured. ${secretRemedy(preset)}`)]
      : []),
    ...written.secrets.flatMap((secret, index) => secretProblems(secret, index, preset)).map(problem),
    ...(new Set(written.secrets).size < written.secrets.length
      ? [problem(".secrets: the same secret is listed twice. List each once.")]
      : []),
  ];
}

function missingFields({ to, code, text }: WrittenHook): readonly string[] {
  return [
    ...(to === undefined
      ? [
          `.to: it is missing. Write where the phone number is in the body, e.g. to = "phone", or preset = "${HOOK_PRESETS[0]}" or another preset.`,
        ]
      : []),
    ...(code === undefined && text === undefined
      ? [
          '.code: it is missing. Write where the code is in the body, e.g. code = "code", or where the text with it is, e.g. text = "message".',
        ]
      : []),
  ];
}

function secretProblems(secret: string, index: number, preset: HookPreset): readonly string[] {
  // A variable that is missing is a problem of its own.
  if (/\$\{\w+\}/.test(secret)) return [];
  const name = `.secrets: secret ${index + 1}`;
  if (preset === "supabase" && !SUPABASE_SECRET.test(secret))
    return [`${name} is not a secret of a Supabase hook. ${secretRemedy(preset)}`];
  if (secret.length >= SECRET_MIN_LENGTH) return [];
  return [
    `${name} has ${secret.length} characters; ${SECRET_MIN_LENGTH} or more are required. ${secretRemedy(preset)}`,
  ];
}

function secretRemedy(preset: HookPreset): string {
  if (preset === "supabase")
    return 'Write the same as there: "v1,whsec_" and 32 to 88 characters of base64, made with: echo "v1,whsec_$(openssl rand -base64 32)"';
  if (preset === "zitadel") return "Write the signing key that Zitadel answered when the provider was made.";
  return "Make one with: openssl rand -hex 32";
}
