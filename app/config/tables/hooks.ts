/** `[apps.shop.hooks.supabase]`: an address at which a log-in server hands over its codes, `/hooks/shop/supabase`. */
import { type Static, Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";

/** Log-in servers whose requests are known. */
export const HOOK_PRESETS = [
  "supabase",
  "authgear",
  "zitadel",
  "okta",
  "logto",
  "authentik",
  "casdoor",
  "keycloak",
  "kratos",
  "fusionauth",
  "authsignal",
] as const;

/** `generic`: no preset, so all that is known of its requests is configured. */
export type HookPreset = (typeof HOOK_PRESETS)[number] | "generic";

/** Facts of a request that are found at a place of its body. */
export const HOOK_FIELDS = ["to", "code", "text", "locale", "ip", "channel"] as const;
export type HookField = (typeof HOOK_FIELDS)[number];

const HmacSchema = Type.Object(
  {
    header: Type.String({
      pattern: "^[A-Za-z0-9-]{1,64}$",
      write: "the name of a header, e.g. x-signature",
      description: "The header with the signature of the raw body, HMAC-SHA256.",
    }),
    // Defaults within a choice are not filled in.
    encoding: Type.Optional(
      Type.Union([Type.Literal("hex"), Type.Literal("base64")], {
        description: "How the signature is written: hex unless set.",
      }),
    ),
    prefix: Type.Optional(
      Type.String({ description: "What stands before the signature in the header, e.g. sha256=." }),
    ),
  },
  closed,
);

const path = (what: string) =>
  Type.Optional(
    Type.String({
      pattern: "^[^.\\s]+(\\.[^.\\s]+)*$",
      write: "the names that lead to it, with dots between them, e.g. payload.code",
      description: `Where ${what} is in the body, e.g. payload.code.`,
    }),
  );

const HookSchema = Type.Object(
  {
    preset: Type.Optional(
      Type.Union(
        HOOK_PRESETS.map((name) => Type.Literal(name)),
        { description: "The log-in server. A hook with the name of one has its preset unless set." },
      ),
    ),
    secrets: Type.Array(
      Type.String({
        minLength: 1,
        description: "What the log-in server signs with, or sends. Two while one replaces the other.",
        secret: true,
      }),
      {
        maxItems: 4,
        default: [],
        description: "The secrets that it shares with the log-in server.",
        // One may have been written without the list.
        secret: true,
      },
    ),
    auth: Type.Optional(
      Type.Union([Type.Literal("bearer"), Type.Literal("basic"), Type.Object({ hmac: HmacSchema }, closed)], {
        write: '"bearer", "basic" or { hmac = { header = "x-signature" } }',
        description:
          "bearer: Authorization has a secret. basic: the password is a secret. hmac: a header has a signature of the raw body.",
      }),
    ),
    client_ip: Type.Boolean({
      default: true,
      description: "Whether its word for the end user's address is taken.",
    }),
    to: path("the phone number"),
    code: path("the code"),
    text: path("the text with the code in it"),
    locale: path("the language of the message (or the language itself, fa or en)"),
    ip: path("the end user's address"),
    channel: path("the channel (or the channel itself: sms, call, messenger or auto)"),
    code_pattern: Type.Optional(
      Type.String({
        minLength: 1,
        description: "An expression of RE2 with one group, which finds the code in the text.",
      }),
    ),
    body: Type.Optional(
      Type.Union([Type.Literal("json"), Type.Literal("form")], { description: "How the body is written." }),
    ),
    success: Type.Optional(
      Type.Integer({
        minimum: 200,
        maximum: 299,
        description: "The HTTP status of an answer that the code is on its way.",
      }),
    ),
    expires_in: Type.Optional(
      Type.Integer({
        minimum: 30,
        maximum: 3600,
        description:
          "How long its codes are good, in seconds, where the body does not say it. 300 unless set.",
      }),
    ),
    deadline_ms: Type.Optional(
      Type.Integer({
        minimum: 500,
        maximum: 60_000,
        description:
          "Milliseconds within which it is answered. The chain goes on after it. 4000 unless set, 2500 for Okta.",
      }),
    ),
  },
  // The library fills in defaults of properties only where the object has a default itself.
  { ...closed, default: {} },
);

export const HooksSchema = Type.Record(Type.String({ pattern: "^[\\s\\S]*$" }), HookSchema, {
  default: {},
  description: "Its hooks for log-in servers, by name.",
});

export type WrittenHook = Static<typeof HookSchema>;
