/** The shapes of the predecessor's requests. */
import { Type } from "@sinclair/typebox";
import { Code, named, To } from "./fields.ts";
import { ChallengeResponse } from "./verifications.ts";

export const LegacyStartBody = Type.Object(
  { phone_number: To, challenge_response: Type.Optional(ChallengeResponse) },
  named("LegacyStart"),
);

export const LegacyCheckBody = Type.Object(
  {
    phone_number: To,
    code: Code,
    affiliate: Type.Optional(
      Type.Unknown({ description: "Accepted for the predecessor's clients, not used." }),
    ),
  },
  named("LegacyCheck"),
);
