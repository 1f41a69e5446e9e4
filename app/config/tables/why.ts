/** `[why]`: links for end users to what happened to their code. */
import { Type } from "@sinclair/typebox";
import { LEDGER_KEPT_MS } from "../../../domain/ledger/ledger.ts";
import { closed, notes } from "../setting.ts";

const KEPT_S = LEDGER_KEPT_MS / 1000;

export const WhySchema = Type.Object(
  {
    link_ttl_s: Type.Integer({
      minimum: 0,
      // What the link is about is kept no longer.
      maximum: KEPT_S,
      default: KEPT_S,
      ...notes(
        "RAMZ_WHY_LINK_TTL_S",
        "Seconds that a link for an end user to what happened to a code opens. 0: there are none. Links need RAMZ_PUBLIC_URL.",
      ),
    }),
  },
  { ...closed, default: {} },
);
