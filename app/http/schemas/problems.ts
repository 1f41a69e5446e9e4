/** The shape of problems (RFC 9457) and their stable codes. */
import { Type } from "@sinclair/typebox";
import { PROBLEMS } from "../problems/catalogue.ts";
import { DeliveryReply } from "./deliveries.ts";
import { named } from "./fields.ts";
import { VerificationReply } from "./verifications.ts";

const ProblemCode = Type.Union(
  Object.keys(PROBLEMS).map((code) => Type.Literal(code)),
  { $id: "ProblemCode", description: "Stable. A later version may know further codes." },
);

const FieldError = Type.Object(
  {
    field: Type.String({ description: "The field's name; empty for the body as a whole." }),
    detail: Type.String(),
  },
  named("FieldError"),
);

/** As altcha-lib makes it. */
export const Challenge = Type.Record(Type.String(), Type.Unknown(), {
  $id: "Challenge",
  description: "The challenge, as the ALTCHA widget takes it. Good once, for two minutes.",
});

export const ProblemReply = Type.Object(
  {
    type: Type.String({ description: "urn:ramz:problem:<code>" }),
    title: Type.String({ description: "For people, in the language of the request." }),
    status: Type.Integer(),
    code: ProblemCode,
    detail: Type.String({ description: "What to do, in the language of the request." }),
    retry_after: Type.Optional(Type.Integer({ description: "Seconds, as Retry-After says, too." })),
    errors: Type.Optional(Type.Array(FieldError, { description: "Of invalid_request: each wrong field." })),
    checks_left: Type.Optional(Type.Integer({ description: "Of code_incorrect." })),
    challenge: Type.Optional(Challenge),
    verification: Type.Optional(VerificationReply),
    delivery: Type.Optional(DeliveryReply),
    trace_id: Type.String(),
  },
  { $id: "Problem" },
);
