/** `[provider."kavenegar/sms"]`: options of providers, which each provider checks itself. */
import { Type } from "@sinclair/typebox";

/** A record's own pattern of names stops at a line break, and what has one would pass unchecked. */
export const ANY_NAME = "^[\\s\\S]*$";

const Options = Type.Record(Type.String({ pattern: ANY_NAME }), Type.Unknown());

export const ProviderTables = Type.Record(Type.String({ pattern: ANY_NAME }), Options, {
  default: {},
  description:
    'Options of providers, e.g. [provider."kavenegar/verify"]; [provider.kavenegar] is for all in that folder.',
});
