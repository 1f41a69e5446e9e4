/** `[compat]`: the APIs of other vendors that Ramz answers, each below a path of its own, so that their clients need a new base URL only. */
import { Type } from "@sinclair/typebox";
import { closed, notes } from "../setting.ts";

export const CompatSchema = Type.Object(
  {
    twilio: Type.Boolean({
      default: false,
      ...notes(
        "RAMZ_COMPAT_TWILIO",
        "Whether Twilio Verify v2 is answered below /compat/twilio, true or false.",
      ),
    }),
    prelude: Type.Boolean({
      default: false,
      ...notes("RAMZ_COMPAT_PRELUDE", "Whether Prelude v2 is answered below /compat/prelude, true or false."),
    }),
  },
  { ...closed, default: {} },
);
