/** What scenes begin with: something that was sent, approved or carried. */
import { deliveryIn, field, freshNumber, verificationIn } from "../../../support/http.ts";
import { twilioForm } from "./calls.ts";
import type { Ground } from "./ground.ts";

export interface Started {
  readonly to: string;
  readonly id: string;
  readonly code: string;
}

export async function started({ api, codeFor }: Ground, further: object = {}): Promise<Started> {
  const to = freshNumber();
  const { id } = verificationIn(await api.post("/v1/verifications", { to, ...further }));
  return { to, id, code: codeFor(to) };
}

export async function approved(ground: Ground): Promise<string> {
  const { id, code } = await started(ground);
  return field((await ground.api.post(`/v1/verifications/${id}/checks`, { code })).body, "proof");
}

export async function delivered({ api }: Ground): Promise<string> {
  return deliveryIn(await api.post("/v1/deliveries", { to: freshNumber(), code: "493817" })).id;
}

export async function sidOf(ground: Ground, to = freshNumber()): Promise<string> {
  return field((await twilioForm(ground, "Verifications", { To: to, Channel: "sms" })).body, "sid");
}
