import { Prelude } from "@prelude.so/sdk";

/** Reads API_TOKEN and PRELUDE_BASE_URL. */
const prelude = new Prelude();

const target = (phone: string) => ({ type: "phone_number", value: phone }) as const;

/** `success` or `retry` when a code is on its way; otherwise why none was sent. */
export async function sendCode(phone: string, ip: string): Promise<string> {
  const { status, reason } = await prelude.verification.create({ target: target(phone), signals: { ip } });
  return reason ?? status;
}

export async function isRight(phone: string, code: string): Promise<boolean> {
  const { status } = await prelude.verification.check({ target: target(phone), code });
  return status === "success";
}
