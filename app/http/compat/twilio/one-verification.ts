/** `verifications(sidOrNumber)`: reads a verification or a carried code, cancels it, or says that a code of the caller's own was used. */
import type { FindVerdict } from "../../../../domain/verdicts.ts";
import type { App } from "../../../service/calling-app.ts";
import type { Service } from "../../../service/service.ts";
import type { Text } from "../../../language/language.ts";
import type { AuthenticatedRequest } from "../../request/surface.ts";
import { DEFAULT_PURPOSE } from "../../schemas/verifications.ts";
import { readForm, unreadFields } from "../../request/form-body.ts";
import { namingIgnored } from "../own-headers.ts";
import { required, wrongField } from "./create-fields.ts";
import { invalidParameter, noFeature } from "./errors.ts";
import type { TwilioReply } from "./reply-context.ts";
import { type FoundId, idBySid, isSid } from "../../../service/sids.ts";
import { answerCancel, answerFind, answerReport, notFound } from "./verdict-responses.ts";

export async function fetchOne(
  service: Service,
  { caller: { app } }: AuthenticatedRequest,
  sidOrNumber: string,
  reply: TwilioReply,
): Promise<Response> {
  return answerFind(await find(service, app, sidOrNumber), reply);
}

export async function update(
  service: Service,
  incoming: AuthenticatedRequest,
  sidOrNumber: string,
  reply: TwilioReply,
): Promise<Response> {
  const { request, caller } = incoming;
  const { name: app, otp } = caller.app;
  const form = await readForm(request);
  const status = required(form, "Status", incoming);
  if (status !== "canceled" && status !== "approved") throw wrongField("Status", WRONG_STATUS, incoming);
  const ignored = unreadFields(form, ["Status"]);
  const found = await idOf(service, caller.app, sidOrNumber);
  switch (found.kind) {
    case "not_found":
      return notFound(reply);
    case "verification":
      return status === "canceled"
        ? namingIgnored(answerCancel(await otp.cancel({ app, id: found.id }), reply), ignored)
        : invalidParameter("Status", NOT_YOURS[reply.language], "invalid_request", reply);
    case "delivery":
      if (!caller.canBringCodes) return noFeature("own_code_not_allowed", undefined, reply);
      return namingIgnored(
        answerReport(await otp.report({ app, id: found.id, isUsed: status === "approved" }), reply),
        ignored,
      );
  }
}

async function idOf(service: Service, app: App, sidOrNumber: string): Promise<FoundId> {
  if (isSid(sidOrNumber)) return idBySid(service.aliases, app.name, sidOrNumber);
  const found = await findByNumber(app, sidOrNumber);
  switch (found.kind) {
    case "verification":
      return { kind: found.kind, id: found.verification.id };
    case "delivery":
      return { kind: found.kind, id: found.delivery.id };
    case "not_found":
    case "recipient_invalid":
    case "recipient_not_allowed":
      return { kind: "not_found" };
  }
}

async function find(service: Service, app: App, sidOrNumber: string): Promise<FindVerdict> {
  if (!isSid(sidOrNumber)) return findByNumber(app, sidOrNumber);
  const found = await idBySid(service.aliases, app.name, sidOrNumber);
  if (found.kind === "not_found") return found;
  const command = { app: app.name, id: found.id };
  if (found.kind === "verification") {
    const read = await app.otp.read(command);
    return read.kind === "found" ? { ...read, kind: "verification" } : read;
  }
  const read = await app.otp.readDelivery(command);
  return read.kind === "found" ? { ...read, kind: "delivery" } : read;
}

function findByNumber({ name, otp }: App, to: string): Promise<FindVerdict> {
  return otp.find({ app: name, to, purpose: DEFAULT_PURPOSE });
}

const WRONG_STATUS: Text = {
  en: "must be canceled or approved",
  fa: "باید canceled یا approved باشد",
};
const NOT_YOURS: Text = {
  en: "Ramz made this code and approves it by a check alone. approved is for a CustomCode that you compared yourself.",
  fa: "این کد را Ramz ساخته است و فقط با بررسی آن تأیید می‌شود. approved برای CustomCode است که خودتان مقایسه می‌کنید.",
};
