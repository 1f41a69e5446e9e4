/** An inbox as after a quarter of an hour of work: a fallback, an approved code, a canceled and an expired one. */
import { startKavenegarSimulator } from "../../adapters/providers/kavenegar/_simulator/simulator.ts";
import { createShiftedClock, KEY, serving, vendorEnv } from "../e2e/chain/serving.ts";
import { apiAt, verificationIn } from "../support/http.ts";
import type { Serving } from "../support/serving.ts";

const MINUTE_MS = 60_000;

export interface InboxStory extends Serving {
  /** The number whose message fell back. */
  readonly fallenBack: string;
}

export async function startInboxStory(): Promise<InboxStory> {
  const vendor = await startKavenegarSimulator({ keys: [KEY] });
  vendor.behave("verify/lookup", { kind: "refuse", code: 424 });
  vendor.behave("sms/send", { kind: "refuse", code: 412 });
  const clock = createShiftedClock();
  const env = { ...vendorEnv(vendor, "kavenegar/verify,kavenegar/sms,console"), OTP_RESEND_WAIT_TIME: "30" };
  const ramz = await serving(env, { clock });
  const { api } = ramz;
  const send = async (to: string, extra: Readonly<Record<string, string>> = {}) =>
    verificationIn(await api.post("/v1/verifications", { to, locale: "fa", ...extra }));

  clock.forward(-14 * MINUTE_MS);
  await send("09361118840");
  clock.forward(3 * MINUTE_MS);
  await send("09197730216", { locale: "en", purpose: "password_reset" });
  clock.forward(7 * MINUTE_MS);
  await api.del(`/v1/verifications/${(await send("09023345571", { channel: "call" })).id}`);
  const approved = "09123456789";
  await send(approved);
  await api.post("/v1/checks", { to: approved, code: await api.codeFor(approved) });
  clock.forward(3 * MINUTE_MS);
  const fallenBack = "+989351204477";
  await send(fallenBack, { purpose: "login" });
  await api.post("/v1/checks", { to: fallenBack, code: "000000", purpose: "login" });
  clock.forward(MINUTE_MS);
  return {
    ...ramz,
    api: apiAt(api.url),
    fallenBack,
    async [Symbol.asyncDispose]() {
      await ramz[Symbol.asyncDispose]();
      await vendor.stop();
    },
  };
}
