/** `[provider."kavenegar/sms"]`: options of providers. Each provider checks its own. */
import { Type } from "@sinclair/typebox";

/** Any name, line breaks included: the default pattern of a record does not match those, and their values would not be checked. */
export const ANY_NAME = "^[\\s\\S]*$";

const Options = Type.Record(Type.String({ pattern: ANY_NAME }), Type.Unknown());

export const ProviderTables = Type.Record(Type.String({ pattern: ANY_NAME }), Options, {
  default: {},
  description:
    'Options of providers, e.g. [provider."kavenegar/verify"]; [provider.kavenegar] is for all providers in that folder.',
});
