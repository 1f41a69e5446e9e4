/** Okta's telephony inline hook. After an error Okta sends the code by its own provider. */
import type { HookSettings } from "../../config/hook-settings.ts";
import { noCodeAt } from "../problems/hook-problems.ts";
import { channelOf, purposeOf, textAt } from "./body-fields.ts";
import type { CodePattern, Proofs } from "../../service/opened-hook.ts";
import type { HookMessage, HookProtocol, HookUnreadable } from "./protocol.ts";
import { provenBy } from "./signature.ts";

export function oktaProtocol({ auth }: HookSettings, _: CodePattern | null, proofs: Proofs): HookProtocol {
  return {
    body: "json",
    isProven: provenBy(auth, proofs),
    read,
    taken: ({ id, provider }) => {
      const value = [
        {
          status: "SUCCESSFUL",
          provider: "RAMZ",
          transactionId: id,
          ...(provider !== null && { transactionMetadata: provider }),
        },
      ];
      return Response.json({ commands: [{ type: "com.okta.telephony.action", value }] });
    },
    refuse: ({ status, code, detail }) =>
      Response.json(
        { error: { errorSummary: detail, errorCauses: [{ errorSummary: detail, reason: code }] } },
        { status },
      ),
  };
}

const PROFILE = ["data", "messageProfile"];

function read(body: unknown): HookMessage | HookUnreadable {
  const at = (name: string) => textAt(body, [[...PROFILE, name]]);
  const to = at("phoneNumber");
  if (to === undefined) return { kind: "unreadable", code: "invalid_request", detail: NO_NUMBER };
  const code = at("otpCode");
  if (code === undefined)
    return { kind: "unreadable", code: "code_not_found", detail: noCodeAt("data.messageProfile.otpCode") };
  const channel = channelOf(at("deliveryChannel") ?? "SMS");
  if (channel === null) return { kind: "unreadable", code: "invalid_request", detail: NO_CHANNEL };
  const locale = at("locale");
  // E.g. com.okta.user.telephony.mfa-verification
  const purpose = purposeOf(
    textAt(body, [["requestType"]])
      ?.split(".")
      .at(-1),
  );
  const event = textAt(body, [["eventId"]]);
  return {
    kind: "message",
    to,
    code,
    channel,
    ...(locale !== undefined && { locale }),
    ...(purpose !== undefined && { purpose }),
    // A further code of the same event is another message.
    ...(event !== undefined && { repeatKey: `${event}\n${to}\n${code}` }),
  };
}

const NO_NUMBER = {
  en: "The phone number is missing. Okta writes it as data.messageProfile.phoneNumber.",
  fa: "شمارهٔ تلفن در درخواست نیست. Okta آن را در data.messageProfile.phoneNumber می‌نویسد.",
};

const NO_CHANNEL = {
  en: "The deliveryChannel is neither SMS nor VOICE CALL.",
  fa: "مقدار deliveryChannel نه SMS است و نه VOICE CALL.",
};
