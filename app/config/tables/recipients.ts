/** `[recipients]`: who may be sent to. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../notes.ts";

export const RecipientsSchema = Type.Object(
  {
    countries: Type.Array(Type.String({ pattern: "^[A-Z]{2}$" }), {
      minItems: 1,
      default: ["IR"],
      ...notes("OTP_COUNTRIES", "Countries that may be sent to, as ISO codes such as IR; the first is home."),
      list: true,
    }),
    landlines: Type.Boolean({
      default: false,
      ...notes("OTP_LANDLINES", "Whether landlines may be called: true or false."),
    }),
  },
  { ...closed, default: {} },
);
