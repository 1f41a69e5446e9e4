import twilio from "twilio";

/** Reads TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. */
const client = twilio();
client.verify.baseUrl = process.env["TWILIO_VERIFY_URL"] ?? "https://verify.twilio.com";

const service = client.verify.v2.services(process.env["TWILIO_SERVICE_SID"] ?? "");

/** `pending` when a code is on its way. Throws a RestException when none is. */
export async function sendCode(phone: string, ip: string): Promise<string> {
  const { status } = await service.verifications.create({ to: phone, channel: "sms", deviceIp: ip });
  return status;
}

/** Throws a RestException with the code 20404 when the number has no code that could be right. */
export async function isRight(phone: string, code: string): Promise<boolean> {
  const { status } = await service.verificationChecks.create({ to: phone, code });
  return status === "approved";
}
