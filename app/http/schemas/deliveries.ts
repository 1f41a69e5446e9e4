/** Shapes of deliveries: codes that the caller made. */
import { type Static, Type } from "@sinclair/typebox";
import {
  AttemptReply,
  ClientIp,
  Limits,
  Locale,
  Metadata,
  named,
  Nullable,
  Purpose,
  RequestedChannel,
  Time,
  To,
} from "./fields.ts";

export const DEFAULT_EXPIRES_IN_S = 300;

export const DeliveryBody = Type.Object(
  {
    to: To,
    code: Type.String({
      maxLength: 64,
      description:
        "Your code: 4 to 10 letters and digits; digits alone with the channels call and auto. It is sent and not kept.",
      examples: ["493817"],
    }),
    channel: Type.Optional(RequestedChannel),
    locale: Type.Optional(Locale),
    purpose: Type.Optional(Purpose),
    expires_in: Type.Optional(
      Type.Integer({
        minimum: 30,
        maximum: 3_600,
        default: DEFAULT_EXPIRES_IN_S,
        description:
          "How many seconds your code is good, for the text of the message. Nothing is sent after it.",
      }),
    ),
    metadata: Type.Optional(Metadata),
    client_ip: Type.Optional(ClientIp),
    limits: Type.Optional(Limits),
  },
  named("CreateDelivery"),
);

export const OutcomeBody = Type.Object(
  { used: Type.Boolean({ description: "Whether the person typed the code in, and it was right." }) },
  named("ReportOutcome"),
);

export const DeliveryReply = Type.Object(
  {
    id: Type.String(),
    to: Type.String(),
    status: Type.Union(
      ["carrying", "accepted", "uncertain", "undelivered"].map((word) => Type.Literal(word)),
    ),
    purpose: Type.String(),
    channel: RequestedChannel,
    provider: Nullable(Type.String()),
    created_at: Time,
    expires_at: Time,
    metadata: Type.Optional(Metadata),
    used: Type.Optional(Type.Boolean({ description: "As it was reported. Absent before a report." })),
    attempts: Type.Array(AttemptReply),
    trace_id: Type.String(),
  },
  named("Delivery"),
);
export type DeliveryReplyBody = Static<typeof DeliveryReply>;
