/** The phones of a simulated vendor. A message that reaches one is shown at the terminal and in the development inbox. */
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import type { PhoneMessage } from "../../../adapters/providers/_simulator/api.ts";
import type { InboxMessage } from "../../../adapters/providers/_kit/plugin.ts";

/** Messages that are kept. */
const KEPT_MAX = 200;

export interface SimulatedPhones {
  /** Remembers a message that Ramz hands to a provider: the vendor does not know the verification. */
  handOver(message: DeliveryMessage): void;
  /** Shows a message that reaches a phone. */
  receive(message: PhoneMessage): void;
  /** The newest first; with `to`, the messages to that number. */
  list(to?: string): readonly InboxMessage[];
}

export function createSimulatedPhones(print: (text: string) => void): SimulatedPhones {
  const handedOver: DeliveryMessage[] = [];
  const arrived: InboxMessage[] = [];
  return {
    handOver: (message) => keep(handedOver, message),
    receive(message) {
      print(textOf(message));
      const source = handedOver.find(
        ({ recipient, code }) => code === message.code && isSame(recipient, message),
      );
      if (source === undefined) return;
      const { recipient: to, code, verificationId, expiresAt } = source;
      keep(arrived, { to, code, channel: message.channel, verificationId, sentAt: message.at, expiresAt });
    },
    list: (to) => (to === undefined ? [...arrived] : arrived.filter((message) => message.to === to)),
  };
}

function keep<T>(list: T[], item: T): void {
  list.unshift(item);
  list.length = Math.min(list.length, KEPT_MAX);
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
