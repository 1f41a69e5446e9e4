/** `[recipients]`: which numbers Ramz may send to. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

const ISO_CODES = { write: "ISO codes such as IR,DE" };

/** One or more countries as ISO codes. */
export const countries = (further: object) =>
  Type.Array(Type.String({ pattern: "^[A-Z]{2}$", ...ISO_CODES }), { minItems: 1, ...ISO_CODES, ...further });

export const RecipientsSchema = Type.Object(
  {
    countries: countries({
      default: ["IR"],
      ...notes(
        "OTP_COUNTRIES",
        "Countries that Ramz may send to, as ISO codes such as IR. Numbers without a country code belong to the first.",
      ),
      list: true,
    }),
    landlines: Type.Boolean({
      default: false,
      ...notes("OTP_LANDLINES", "Whether Ramz may call landlines: true or false."),
    }),
  },
  { ...closed, default: {} },
);
