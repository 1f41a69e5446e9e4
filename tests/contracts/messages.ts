/** Messages to deliver: one for each channel of a provider and each language. */
import type { DeliveryMessage, Provider } from "../../domain/delivery/provider.ts";

/** Begins with zeros, which a provider that takes codes for numbers would lose. */
export const CODE = "007391";

export const outcomeWords: readonly string[] = ["accepted", "refused", "unavailable", "unknown"];

export function messagesFor(
  { channels }: Pick<Provider, "channels">,
  now: number,
): readonly [DeliveryMessage, ...DeliveryMessage[]] {
  const [first, ...others] = channels.flatMap((channel) =>
    (["fa", "en"] as const).map((locale, index): DeliveryMessage => {
      const verificationId = `ver_${channel}-${locale}`.padEnd(38, "A");
      return {
        verificationId,
        attemptId: `${verificationId}.${now}.${index}`,
        attemptIndex: 0,
        app: "shop",
        recipient: "+989121234567",
        code: CODE,
        channel,
        locale,
        expiresAt: now + 300_000,
      };
    }),
  );
  if (first === undefined) throw new Error("a provider has at least one channel");
  return [first, ...others];
}
