/** The phones of a simulated vendor. A message that reaches one is shown at the terminal and in the development inbox. */
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import type { PhoneMessage } from "../../../adapters/providers/_simulator/api.ts";
import type { Inbox } from "../../../adapters/providers/_kit/dev-inbox.ts";

/** Messages that are remembered, of which some will reach a phone. */
const HANDED_OVER_MAX = 200;

export interface SimulatedPhones {
  /** Remembers a message that Ramz hands to a provider: the vendor does not know the verification. */
  handOver(message: DeliveryMessage): void;
  /** Shows a message that reaches a phone, and keeps it in the inbox. */
  receive(message: PhoneMessage): void;
}

export function createSimulatedPhones(
  print: (text: string) => void,
  inbox: Pick<Inbox, "keep">,
): SimulatedPhones {
  const handedOver: DeliveryMessage[] = [];
  return {
    handOver(message) {
      handedOver.unshift(message);
      handedOver.length = Math.min(handedOver.length, HANDED_OVER_MAX);
    },
    receive(message) {
      print(textOf(message));
      const source = handedOver.find(
        ({ recipient, code }) => code === message.code && isSame(recipient, message),
      );
      if (source === undefined) return;
      const { recipient: to, code, verificationId, expiresAt } = source;
      const { channel, at: sentAt, text } = message;
      inbox.keep({ to, code, channel, verificationId, sentAt, expiresAt, text });
    },
  };
}

/** The vendor gets Iranian numbers as `09…` and others as `00…`. */
function isSame(recipient: string, { to }: PhoneMessage): boolean {
  return recipient.endsWith(to.replace(/^0+/, ""));
}

function textOf({ to, channel, sender, method, text }: PhoneMessage): string {
  const body = text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  return `${channel} to ${to} from ${sender}, by ${method}\n${body}`;
}
