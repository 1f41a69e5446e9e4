/** `[recipients]`: who may be sent to. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

const ISO_CODES = { write: "ISO codes such as IR,DE" };

/** Countries as ISO codes, at least one. */
export const countries = (further: object) =>
  Type.Array(Type.String({ pattern: "^[A-Z]{2}$", ...ISO_CODES }), { minItems: 1, ...ISO_CODES, ...further });

export const RecipientsSchema = Type.Object(
  {
    countries: countries({
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
