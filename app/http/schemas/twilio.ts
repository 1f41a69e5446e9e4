/** Shapes of Twilio Verify v2, as its clients send and read them. */
import { type Static, Type } from "@sinclair/typebox";
import { closed, named, Nullable } from "./fields.ts";

/** The fields that Ramz reads. Others are ignored, and named in the reply's header Ramz-Ignored. */
export const TwilioCreateForm = Type.Object(
  {
    To: Type.String({ description: "The phone number in E.164." }),
    Channel: Type.Union(
      ["sms", "call", "auto"].map((word) => Type.Literal(word)),
      { description: "auto is sms." },
    ),
    Locale: Type.Optional(Type.String({ description: "fa or en; any other is the default." })),
    CustomCode: Type.Optional(
      Type.String({ description: "Your own code, 4 to 10 letters and digits. The key needs own_code." }),
    ),
    RateLimits: Type.Optional(Type.String({ description: "JSON: limits of the app by name." })),
    DeviceIp: Type.Optional(
      Type.String({ description: "Address of the end user. Ignored unless the key has client_ip." }),
    ),
    Tags: Type.Optional(Type.String({ description: "JSON: up to ten names and texts, kept as metadata." })),
  },
  { $id: "TwilioCreate" },
);

export const TwilioUpdateForm = Type.Object(
  {
    Status: Type.Union(
      ["canceled", "approved"].map((word) => Type.Literal(word)),
      { description: "approved for a code of your own alone: it says that the code was used." },
    ),
  },
  { $id: "TwilioUpdate" },
);

export const TwilioCheckForm = Type.Object(
  {
    Code: Type.String({ description: "The code as typed." }),
    To: Type.Optional(Type.String({ description: "The phone number. Either this or VerificationSid." })),
    VerificationSid: Type.Optional(Type.String()),
  },
  { $id: "TwilioCheck" },
);

const STATUSES = ["pending", "approved", "canceled", "expired", "max_attempts_reached", "failed"] as const;
const TwilioStatus = Type.Union(STATUSES.map((word) => Type.Literal(word)));
export type TwilioStatus = (typeof STATUSES)[number];

const Sid = (prefix: string) => Type.String({ pattern: `^${prefix}[0-9a-fA-F]{32}$` });
/** Whole seconds. */
const Date = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" });
const Url = Nullable(
  Type.String({ description: "Null unless RAMZ_PUBLIC_URL is set, or the served host is known." }),
);

const core = {
  sid: Sid("VE"),
  service_sid: Sid("VA"),
  account_sid: Nullable(Type.String()),
  to: Type.String(),
  channel: Type.String(),
  status: TwilioStatus,
  valid: Type.Boolean(),
  amount: Type.Null(),
  payee: Type.Null(),
  date_created: Date,
  date_updated: Date,
};

export const TwilioVerification = Type.Object(
  {
    ...core,
    lookup: Type.Object({}, closed),
    sna: Type.Null(),
    send_code_attempts: Type.Array(
      Type.Object({ time: Date, channel: Type.String(), attempt_sid: Sid("VL") }, closed),
    ),
    url: Url,
  },
  named("TwilioVerification"),
);
export type TwilioVerificationBody = Static<typeof TwilioVerification>;

export const TwilioCheck = Type.Object(
  { ...core, sna_attempts_error_codes: Type.Array(Type.Never()) },
  named("TwilioChecked"),
);
export type TwilioCheckBody = Static<typeof TwilioCheck>;

export const TwilioService = Type.Object(
  {
    sid: Sid("VA"),
    account_sid: Nullable(Type.String()),
    friendly_name: Type.String({ description: "The name of the app." }),
    code_length: Type.Integer(),
    lookup_enabled: Type.Boolean(),
    psd2_enabled: Type.Boolean(),
    skip_sms_to_landlines: Type.Boolean(),
    dtmf_input_required: Type.Boolean(),
    tts_name: Type.Null(),
    do_not_share_warning_enabled: Type.Boolean(),
    custom_code_enabled: Type.Boolean({ description: "Whether the key has own_code." }),
    push: Type.Null(),
    totp: Type.Null(),
    default_template_sid: Type.Null(),
    date_created: Date,
    date_updated: Date,
    url: Url,
    links: Type.Record(Type.String(), Type.String()),
  },
  named("TwilioService"),
);
export type TwilioServiceBody = Static<typeof TwilioService>;

export const TwilioErrorReply = Type.Object(
  {
    code: Type.Integer(),
    message: Type.String(),
    more_info: Type.String({ description: "Ramz's own word for it, as urn:ramz:problem:<code>." }),
    status: Type.Integer(),
  },
  named("TwilioError"),
);
