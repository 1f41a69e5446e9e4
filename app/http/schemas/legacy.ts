/** The shapes of the predecessor's requests. */
import { Type } from "@sinclair/typebox";
import { closed, Code, To } from "./verifications.ts";

export const LegacyStartBody = Type.Object({ phone_number: To }, closed);

export const LegacyCheckBody = Type.Object(
  {
    phone_number: To,
    code: Code,
    affiliate: Type.Optional(
      Type.Unknown({ description: "Accepted for the predecessor's clients, not used." }),
    ),
  },
  closed,
);
