/** `verifications.create`: sends a code of Ramz, or carries one of the caller's own (decision 0034). */
import type { Service } from "../../../service/service.ts";
import type { Text } from "../../../language/language.ts";
import { clientOf, warnOfIgnoredHeader } from "../../request/client-ip.ts";
import { idempotently, keepCarry, keepStart } from "../../request/idempotency-key.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { type Form, readForm } from "../../request/form-body.ts";
import { namingIgnored } from "../own-headers.ts";
import { deviceIpIn, ignoredIn, readCreate } from "./create-fields.ts";
import { noFeature } from "./errors.ts";
import type { TwilioReply } from "./reply-context.ts";
import { answerCarry, answerStart } from "./verdict-responses.ts";

export async function create(
  service: Service,
  incoming: AuthenticatedRequest,
  reply: TwilioReply,
): Promise<Response> {
  const { request, caller } = incoming;
  const { app } = caller;
  const form = await readForm(request);
  if (isPayment(form)) return noFeature("invalid_request", NO_PAYMENTS, reply);
  const code = form.get("CustomCode");
  if (code !== undefined && !caller.canBringCodes) return noFeature("own_code_not_allowed", undefined, reply);
  const deviceIp = deviceIpIn(form, incoming);
  // A code of the caller's own comes from a log-in server, whose address says nothing about its users.
  const isNowhere = code !== undefined && deviceIp === undefined;
  const client = isNowhere ? undefined : clientOf(incoming, service, deviceIp);
  const command = { ...readCreate(form, incoming), ...(client && { client }) };
  const sending = { app, request, body: Object.fromEntries(form) };
  const ignored = ignoredIn(form, incoming);
  if (code === undefined) {
    return idempotently(service, sending, {
      run: () => app.otp.start(command),
      keep: keepStart,
      answer(verdict) {
        warnOfIgnoredHeader(verdict, incoming, service);
        return namingIgnored(answerStart(verdict, reply), ignored);
      },
    });
  }
  return idempotently(service, sending, {
    run: () => app.otp.carry({ ...command, code, ttlMs: app.policy.ttlMs }),
    keep: keepCarry,
    answer: (verdict) => namingIgnored(answerCarry(verdict, reply), ignored),
  });
}

/** PSD2: a code that is bound to an amount and a payee. Sending one that is not would weaken what the app relies on. */
export function isPayment(form: Form): boolean {
  return form.has("Amount") || form.has("Payee");
}

export const NO_PAYMENTS: Text = {
  en: "Ramz binds no code to an amount and a payee (PSD2). Nothing was done.",
  fa: "سرویس Ramz کد را به مبلغ و گیرنده (PSD2) وابسته نمی‌کند. کاری انجام نشد.",
};
