/** `[apps.shop]`: a calling application with keys, and with rules and providers of its own as far as it names any. */
import { type Static, Type } from "@sinclair/typebox";
import { SCOPES } from "../../access/api-keys.ts";
import { AppLimitsSchema } from "./limits.ts";
import { closed } from "../setting.ts";
import { AppPolicySchema } from "./app-policy.ts";
import { ANY_NAME, ProviderTables } from "./providers.ts";
import { countries } from "./recipients.ts";
import { TestNumbersSchema } from "./test-numbers.ts";

const ONE_OF = `What the key may do: one or more of ${SCOPES.join(", ")}.`;

const KeySchema = Type.Object(
  {
    hash: Type.String({
      pattern: "^sha256:[0-9a-f]{64}$",
      write: "sha256: and 64 hexadecimal digits",
      description: "The line that ramz key new prints, never the key itself.",
      // Somebody may have pasted the key.
      secret: true,
    }),
    scopes: Type.Array(
      Type.Union(
        SCOPES.map((scope) => Type.Literal(scope)),
        { description: ONE_OF },
      ),
      { minItems: 1, uniqueItems: true, description: ONE_OF },
    ),
    client_ip: Type.Boolean({
      default: false,
      description: "Whether the caller's word is taken for the end user's address.",
    }),
    known_session: Type.Boolean({
      default: false,
      description: "Whether the caller's word is taken for the end user having a session it knows.",
    }),
  },
  closed,
);

const AppSchema = Type.Object(
  {
    keys: Type.Array(KeySchema, { default: [], description: "Its keys, as ramz key new prints them." }),
    public: Type.Boolean({
      default: false,
      description: "Whether the predecessor's endpoints act for it when they are called without a key.",
    }),
    cors: Type.Array(Type.String(), {
      default: [],
      description: "Origins whose pages may call it from a browser, e.g. https://shop.example.",
    }),
    countries: Type.Optional(
      countries({ description: "Countries that may be sent to, as ISO codes; the first is home." }),
    ),
    landlines: Type.Optional(Type.Boolean({ description: "Whether landlines may be called." })),
    providers: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: "Its own chain." }),
    ),
    provider: ProviderTables,
    policy: AppPolicySchema,
    limits: Type.Optional(AppLimitsSchema),
    test_numbers: TestNumbersSchema,
  },
  // Without a default of its own the library gives its properties none.
  { ...closed, default: {} },
);

export const AppsSchema = Type.Record(Type.String({ pattern: ANY_NAME }), AppSchema, {
  default: {},
  description: "The calling applications, by name.",
});

export type WrittenApp = Static<typeof AppSchema>;
