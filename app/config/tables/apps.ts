/** `[apps.shop]`: a calling application with its keys, and with its own rules and providers if it sets any. */
import { type Static, Type } from "@sinclair/typebox";
import { SCOPES } from "../../access/api-keys.ts";
import { AppLimitsSchema } from "./limits.ts";
import { closed } from "../setting.ts";
import { ChainsSchema } from "./chains.ts";
import { HooksSchema } from "./hooks.ts";
import { HostedSchema } from "./hosted.ts";
import { onUndelivered, resendOrder } from "./delivery.ts";
import { AppPolicySchema } from "./app-policy.ts";
import { ANY_NAME, ProviderTables } from "./providers.ts";
import { countries } from "./recipients.ts";
import { AppRoutingSchema } from "./routing.ts";
import { TwilioSchema } from "./twilio.ts";
import { TestNumbersSchema } from "./test-numbers.ts";

const SCOPES_OF_KEY = `What the key may do: one or more of ${SCOPES.join(", ")}.`;

const KeySchema = Type.Object(
  {
    hash: Type.String({
      pattern: "^sha256:[0-9a-f]{64}$",
      write: "sha256: and 64 hexadecimal digits",
      description: "The hash that ramz key new prints, never the key itself.",
      // The key itself may have been pasted here by mistake.
      secret: true,
    }),
    scopes: Type.Array(
      Type.Union(
        SCOPES.map((scope) => Type.Literal(scope)),
        { description: SCOPES_OF_KEY },
      ),
      { minItems: 1, uniqueItems: true, description: SCOPES_OF_KEY },
    ),
    client_ip: Type.Boolean({
      default: false,
      description: "Whether the caller is trusted to name the end user's address.",
    }),
    known_session: Type.Boolean({
      default: false,
      description: "Whether the caller is trusted to say that the end user has a known session.",
    }),
    challenge_passed: Type.Boolean({
      default: false,
      description: "Whether the caller is trusted to say that the end user passed a challenge of its own.",
    }),
    own_code: Type.Boolean({
      default: false,
      description: "Whether the caller may have codes carried that it made itself.",
    }),
  },
  closed,
);

const AppSchema = Type.Object(
  {
    keys: Type.Array(KeySchema, { default: [], description: "Its keys, as ramz key new prints them." }),
    public: Type.Boolean({
      default: false,
      description: "Whether calls of the predecessor's endpoints without a key are made for this app.",
    }),
    cors: Type.Array(Type.String(), {
      default: [],
      description: "Origins whose pages may call it from a browser, e.g. https://shop.example.",
    }),
    countries: Type.Optional(
      countries({
        description:
          "Countries that Ramz may send to, as ISO codes. Numbers without a country code belong to the first.",
      }),
    ),
    landlines: Type.Optional(Type.Boolean({ description: "Whether Ramz may call landlines." })),
    providers: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: "Its own chain." }),
    ),
    chains: ChainsSchema,
    resend_order: Type.Optional(
      resendOrder({ description: "Whether a resend begins with the next provider of its chain." }),
    ),
    on_undelivered: Type.Optional(
      onUndelivered({
        description: "Whether the next provider sends the code when a message did not arrive.",
      }),
    ),
    routing: AppRoutingSchema,
    provider: ProviderTables,
    policy: AppPolicySchema,
    limits: Type.Optional(AppLimitsSchema),
    challenge: Type.Optional(
      Type.Union([Type.Literal("altcha"), Type.Literal("none")], {
        description:
          "altcha asks newcomers for a proof of work at a suspicious place; none, for callers that cannot pass it on, leaves them to the budgets.",
      }),
    ),
    test_numbers: TestNumbersSchema,
    hooks: HooksSchema,
    hosted: HostedSchema,
    twilio: TwilioSchema,
  },
  // The library fills in defaults of properties only where the object has a default itself.
  { ...closed, default: {} },
);

export const AppsSchema = Type.Record(Type.String({ pattern: ANY_NAME }), AppSchema, {
  default: {},
  description: "The calling applications, by name.",
});

export type WrittenApp = Static<typeof AppSchema>;
