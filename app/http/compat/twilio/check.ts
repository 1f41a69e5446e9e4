/** `verificationChecks.create`: compares a guess, for a number or for the sid of a verification. */
import type { Service } from "../../../service/service.ts";
import type { Text } from "../../../language/language.ts";
import { repeatableByKey } from "../../request/repeated-checks.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { DEFAULT_PURPOSE } from "../../schemas/verifications.ts";
import { readForm, unreadFields } from "../../request/form-body.ts";
import { namingIgnored } from "../own-headers.ts";
import { isPayment, NO_PAYMENTS } from "./create.ts";
import { required, wrongField } from "./create-fields.ts";
import { invalidParameter, noFeature } from "./errors.ts";
import type { TwilioReply } from "./reply-context.ts";
import { idBySid } from "../../../service/sids.ts";
import { answerCheck, notFound } from "./verdict-responses.ts";

const READ = ["Code", "To", "VerificationSid"];

export async function check(
  service: Service,
  incoming: AuthenticatedRequest,
  reply: TwilioReply,
): Promise<Response> {
  const { request, caller } = incoming;
  const { name: app, otp } = caller.app;
  const form = await readForm(request);
  if (isPayment(form)) return noFeature("invalid_request", NO_PAYMENTS, reply);
  const code = required(form, "Code", incoming);
  const [to, sid] = [form.get("To"), form.get("VerificationSid")];
  const guess = { app, code, ...repeatableByKey(request) };
  const answer = async (target: { id: string } | { to: string; purpose: string }) =>
    namingIgnored(answerCheck(await otp.check({ ...guess, ...target }), reply), unreadFields(form, READ));
  if (to !== undefined && sid === undefined) return answer({ to, purpose: DEFAULT_PURPOSE });
  // With both, an app that trusts one of them could be answered for the other.
  if (sid === undefined || to !== undefined) throw wrongField("VerificationSid", ONE_OF_BOTH, incoming);
  const found = await idBySid(service.aliases, app, sid);
  switch (found.kind) {
    case "verification":
      return answer({ id: found.id });
    case "delivery":
      return invalidParameter("VerificationSid", OWN_CODE[reply.language], "invalid_request", reply);
    case "not_found":
      return notFound(reply);
  }
}

const ONE_OF_BOTH: Text = {
  en: "write either To or VerificationSid, and not both",
  fa: "یکی از To و VerificationSid را بفرستید، نه هر دو",
};
const OWN_CODE: Text = {
  en: "This code is your own (CustomCode), so Ramz does not know it. Compare it yourself, and report a right one with Status=approved.",
  fa: "این کد را خودتان ساخته‌اید (CustomCode) و Ramz آن را نمی‌داند. خودتان آن را مقایسه کنید و کد درست را با Status=approved گزارش دهید.",
};
