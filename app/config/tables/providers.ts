/** `[provider."kavenegar/sms"]`: options of providers, which each provider checks itself. */
import { Type } from "@sinclair/typebox";

export const ProviderTables = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()), {
  default: {},
  description:
    'Options of providers, e.g. [provider."kavenegar/verify"]; [provider.kavenegar] is for all in that folder.',
});
