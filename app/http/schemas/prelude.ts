/** The shapes of Prelude's requests and replies, as far as Ramz has a use for them. Further fields are accepted: its clients grow. */
import { Type } from "@sinclair/typebox";
import { Code, To } from "./fields.ts";

const Target = Type.Object(
  {
    type: Type.String({ description: "phone_number; nothing else is served." }),
    value: To,
  },
  { $id: "PreludeTarget" },
);
const Metadata = Type.Object(
  {
    correlation_id: Type.Optional(Type.String({ maxLength: 128, description: "Echoed back." })),
  },
  { $id: "PreludeMetadata" },
);
const METHODS = ["auto", "message", "voice"].map((method) => Type.Literal(method));

export const PreludeStartBody = Type.Object(
  {
    target: Target,
    metadata: Type.Optional(Metadata),
    options: Type.Optional(
      Type.Object({
        locale: Type.Optional(
          Type.String({
            description: "fa or en, also as part of a tag; any other is as if it were missing.",
          }),
        ),
        code_size: Type.Optional(
          Type.Integer({ description: "The code length of the app; any other is refused." }),
        ),
        custom_code: Type.Optional(Type.Unknown({ description: "Refused." })),
        method: Type.Optional(
          Type.Union(METHODS, { description: "voice is a call; the others are an SMS message." }),
        ),
        preferred_channel: Type.Optional(Type.Unknown({ description: "sms; any other is ignored." })),
      }),
    ),
    signals: Type.Optional(
      Type.Object({
        ip: Type.Optional(
          Type.String({ description: "As client_ip, from a key with that right; else ignored." }),
        ),
        is_trusted_user: Type.Optional(
          Type.Boolean({ description: "As known_session, from a key with that right; else ignored." }),
        ),
        device_id: Type.Optional(
          Type.String({
            description:
              "As limits.device, where the app has that limit; 1 to 128 characters there. Else ignored.",
          }),
        ),
      }),
    ),
  },
  { $id: "PreludeStart" },
);

export const PreludeCheckBody = Type.Object({ target: Target, code: Code }, { $id: "PreludeCheck" });

const RequestId = Type.String({ description: "The trace of the request." });
const words = (...all: readonly string[]) => Type.Union(all.map((word) => Type.Literal(word)));

export const PreludeStartReply = Type.Object(
  {
    id: Type.String({
      description: "Id of the verification; the trace of the request where none was opened.",
    }),
    status: words("success", "retry", "blocked"),
    method: words("message", "voice"),
    channels: Type.Array(words("sms", "voice")),
    reason: Type.Optional(
      words("invalid_phone_number", "invalid_phone_line", "in_block_list", "repeated_attempts", "suspicious"),
    ),
    metadata: Type.Optional(Metadata),
    request_id: RequestId,
  },
  { $id: "PreludeStarted" },
);

export const PreludeCheckReply = Type.Object(
  {
    id: Type.Optional(Type.String()),
    status: words("success", "failure", "expired_or_not_found"),
    metadata: Type.Optional(Metadata),
    request_id: RequestId,
  },
  { $id: "PreludeChecked" },
);

export const PreludeErrorReply = Type.Object(
  {
    code: Type.String({ description: "Stable; messages may change." }),
    message: Type.String(),
    param: Type.Optional(Type.String({ description: "The field that is wrong." })),
    request_id: RequestId,
  },
  { $id: "PreludeError" },
);
