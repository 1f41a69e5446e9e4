/** `[apps.shop.twilio]`: what Twilio's own clients send and expect of an account, under `/compat/twilio`. */
import { type Static, Type } from "@sinclair/typebox";
import { closed } from "../setting.ts";

export const TwilioSchema = Type.Object(
  {
    account_sid: Type.Optional(
      Type.String({
        pattern: "^AC[0-9a-fA-F]{32}$",
        write: "AC and 32 hexadecimal digits",
        description:
          "The account_sid in replies. Left out, it is the user name of the request, if that is one.",
      }),
    ),
    service_sid: Type.Optional(
      Type.String({
        pattern: "^VA[0-9a-fA-F]{32}$",
        write: "VA and 32 hexadecimal digits",
        description: "The only Verify service that the app has. Left out, it has every one.",
      }),
    ),
  },
  { ...closed, default: {}, description: "How Twilio's clients know it." },
);

export interface TwilioSettings {
  /** Null: as the request says. */
  readonly accountSid: string | null;
  /** Null: any. */
  readonly serviceSid: string | null;
}

export const NO_TWILIO: TwilioSettings = { accountSid: null, serviceSid: null };

export function twilioSettingsOf(written: Static<typeof TwilioSchema>): TwilioSettings {
  return { accountSid: written.account_sid ?? null, serviceSid: written.service_sid ?? null };
}
