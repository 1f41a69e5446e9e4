/**
 * Log-in servers whose requests differ only in the names of their fields, and in who reads a refusal. Where a server's documentation and
 * its versions leave two forms possible, both are named, and the first that is there is read.
 */
import type { HookPreset } from "../../config/tables/hooks.ts";
import type { TimedSignature } from "./signature.ts";

export interface Preset {
  /** Its own signature; null: it has none. */
  readonly signature: TimedSignature | null;
  /** How bodies are written; null: as their content type says. */
  readonly body: "json" | "form" | null;
  /** Places of each fact, with dots. Without a place, the server does not say it. */
  readonly to: readonly string[];
  /** Of the code alone. Where several are there, they must agree. */
  readonly code: readonly string[];
  /** Of a text with the code in it, which is read only if there is no field for the code. */
  readonly text: readonly string[];
  readonly locale: readonly string[];
  readonly ip: readonly string[];
  readonly purpose: readonly string[];
  /** How many minutes the code is good. */
  readonly minutes: readonly string[];
  /** What is the same for each try of one message. */
  readonly repeat: readonly string[];
  /** The events that hand over a code, by the word at `purpose`. Null: all. */
  readonly events: readonly string[] | null;
  /** Numbers may be E.164 without the plus sign. Otherwise digits alone are read as in the app's first country. */
  readonly isE164: boolean;
  /** `sentence`: a person reads the refusal as it is. `problem`: a program or its log does. */
  readonly refusal: "sentence" | "problem";
}

/** A server of which nothing is known. All its places are configured. */
const GENERIC: Preset = {
  signature: null,
  body: null,
  to: [],
  code: [],
  text: [],
  locale: [],
  ip: [],
  purpose: [],
  minutes: [],
  repeat: [],
  events: null,
  isE164: false,
  refusal: "problem",
};

/** The presets that are rows of this table. The others have protocols of their own. */
export type TablePreset = Exclude<HookPreset, "supabase" | "authgear" | "zitadel" | "okta">;

export const PRESETS: Readonly<Record<TablePreset, Preset>> = {
  generic: GENERIC,
  /** An invitation has a link and no code. The refusal becomes the message of its error. */
  logto: {
    ...GENERIC,
    body: "json",
    to: ["to"],
    code: ["payload.code"],
    locale: ["payload.locale"],
    ip: ["ip"],
    purpose: ["type"],
    isE164: true,
    refusal: "sentence",
  },
  /** `Body` is the code alone. Numbers are as the person typed them; the refusal is shown to that person. */
  authentik: { ...GENERIC, body: "json", to: ["To"], code: ["Body"], refusal: "sentence" },
  /** With the template `%s` the parameter holds the code alone; with another one, a text. In a form, a bare plus sign is a space. */
  casdoor: { ...GENERIC, to: ["phoneNumber"], code: ["code"], text: ["text", "content"], isE164: true },
  /** keycloak-mfa-plugins by netzbegruenung. */
  keycloak: { ...GENERIC, to: ["to"], text: ["text"] },
  /**
   * As the Jsonnet of our page writes it, or the whole context of the courier. Each template has a field of its own for its code; that of
   * a recovery is `verification_code`.
   */
  kratos: {
    ...GENERIC,
    to: ["to", "recipient"],
    code: [
      "code",
      "template_data.login_code",
      "template_data.registration_code",
      "template_data.verification_code",
      "template_data.recovery_code",
    ],
    text: ["text", "body"],
    purpose: ["template", "template_type"],
    minutes: ["minutes", "template_data.expires_in_minutes"],
  },
  /** The code is in the text alone. */
  fusionauth: {
    ...GENERIC,
    body: "json",
    to: ["phoneNumber", "message.phoneNumber", "to"],
    code: ["code", "message.code"],
    text: ["textMessage", "message.textMessage", "text"],
  },
  /** Signed with the secret key of its API. */
  authsignal: {
    ...GENERIC,
    signature: { header: "x-signature-v2", version: "v2", encoding: "base64" },
    body: "json",
    to: ["data.to"],
    code: ["data.code"],
    locale: ["data.locale"],
    purpose: ["type"],
    repeat: ["data.idempotencyKey"],
    events: ["sms.created"],
  },
};
