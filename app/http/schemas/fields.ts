/** Fields that several requests and replies have, for validation and for the OpenAPI document. */
import { FormatRegistry, type TSchema, Type } from "@sinclair/typebox";
import { DEFAULT_LOCALE } from "../../../domain/delivery/provider.ts";
import { readAddress } from "../../access/ip-addresses.ts";
import { localeOf } from "./locale.ts";

/** Not called "ip": the OpenAPI plugin puts a check of its own under that name, one that throws. */
FormatRegistry.Set("ip-address", (text) => readAddress(text) !== null);
FormatRegistry.Set("locale", (text) => localeOf(text) !== null);

export const closed = { additionalProperties: false } as const;
/** A closed object with a name: the OpenAPI document has it once, among its components, and refers to it. */
export const named = ($id: string) => ({ ...closed, $id });

export const TO_MAX_LENGTH = 100;
export const PURPOSE = /^[a-z0-9][a-z0-9_.-]{0,31}$/;

export const To = Type.String({
  maxLength: TO_MAX_LENGTH,
  description:
    "The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI.",
});
export const Code = Type.String({ maxLength: 64, description: "The code as typed.", examples: ["123456"] });
export const Purpose = Type.String({
  pattern: PURPOSE.source,
  description: "What the code is for, e.g. login. A code for one purpose opens no other.",
  default: "default",
});
const CHANNELS = [Type.Literal("sms"), Type.Literal("call"), Type.Literal("messenger")] as const;
const Channel = Type.Union([...CHANNELS], {
  $id: "Channel",
  description: "How the message reaches the person.",
});
export const RequestedChannel = Type.Union([...CHANNELS, Type.Literal("auto")], {
  $id: "RequestedChannel",
  description: "How the code should reach the person. auto: by any provider of the chain, in its order.",
  default: "sms",
});
export const Locale = Type.String({
  format: "locale",
  description: "Language of the message: fa or en, also as part of a language tag such as fa-IR.",
  default: DEFAULT_LOCALE,
  examples: ["fa", "en", "fa-IR"],
});

const NAME_LENGTH = 64;
/** Of a name only the pattern is checked, and only where no other name is allowed; the dot would pass over line ends. */
export const Metadata = Type.Record(
  Type.String({ pattern: `^[\\s\\S]{0,${NAME_LENGTH}}$` }),
  Type.String({ maxLength: 128 }),
  {
    $id: "Metadata",
    maxProperties: 10,
    additionalProperties: false,
    propertyNames: { maxLength: NAME_LENGTH },
    description: "Facts of your own, echoed back. No personal data.",
  },
);

export const Limits = Type.Record(
  Type.String({ pattern: "^[a-z0-9_]{1,32}$" }),
  Type.String({ minLength: 1, maxLength: 128 }),
  {
    $id: "Limits",
    maxProperties: 5,
    additionalProperties: false,
    description: "What this send is counted by, beside the number: limits of the app by name, e.g. a device.",
    examples: [{ device: "a1b2" }],
  },
);
export const ClientIp = Type.String({
  format: "ip-address",
  description:
    "Address of the end user, by which sends are limited. Only from a key whose word is taken for it; else 403.",
});

export const Time = Type.String({ format: "date-time" });
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

const ReceiptReply = Type.Object(
  {
    state: Type.Union([Type.Literal("delivered"), Type.Literal("undelivered")]),
    at: Time,
    after_ms: Type.Integer({ minimum: 0, description: "From the vendor's acceptance to its receipt." }),
    reason: Type.Optional(Type.String({ description: "The vendor's own word or code." })),
  },
  {
    ...named("Receipt"),
    description: "What the vendor said later of the message. Absent while it has said nothing.",
  },
);

export const AttemptReply = Type.Object(
  {
    provider: Type.String(),
    channel: Channel,
    outcome: Type.Union(
      ["accepted", "refused", "unavailable", "unknown", "skipped", "planned"].map((word) =>
        Type.Literal(word),
      ),
    ),
    fault: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    vendor_code: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
    message_id: Type.Optional(Type.String()),
    cost_rial: Type.Optional(Type.Number()),
    started_at: Time,
    duration_ms: Type.Integer(),
    receipt: Type.Optional(ReceiptReply),
  },
  named("Attempt"),
);
