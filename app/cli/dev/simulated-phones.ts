/** The phones before a simulated vendor: what reaches one is shown at the terminal and in the development inbox. */
import type { DeliveryMessage } from "../../../domain/delivery/provider.ts";
import type { OutboxMessage } from "../../../adapters/providers/kavenegar/_simulator/outbox.ts";
import type { SentMessage } from "../../service/service.ts";

const KEPT = 200;

export interface SimulatedPhones {
  /** Notes what Ramz hands to a provider: a vendor does not know verifications. */
  note(message: DeliveryMessage): void;
  /** A message reaches a phone. */
  ring(message: OutboxMessage): void;
  /** Newest first; those to one number when `to` is given. */
  list(to?: string): readonly SentMessage[];
}

export function createSimulatedPhones(print: (text: string) => void): SimulatedPhones {
  const handed: DeliveryMessage[] = [];
  const arrived: SentMessage[] = [];
  return {
    note: (message) => keep(handed, message),
    ring(message) {
      print(shown(message));
      const known = handed.find(({ recipient, code }) => code === message.code && isSame(recipient, message));
      if (known === undefined) return;
      const { recipient: to, code, verificationId, expiresAt } = known;
      keep(arrived, { to, code, channel: message.channel, verificationId, sentAt: message.at, expiresAt });
    },
    list: (to) => (to === undefined ? [...arrived] : arrived.filter((message) => message.to === to)),
  };
}

function keep<T>(list: T[], item: T): void {
  list.unshift(item);
  list.length = Math.min(list.length, KEPT);
}

/** The vendor is told Iranian numbers as `09…` and others as `00…`. */
function isSame(recipient: string, { receptor }: OutboxMessage): boolean {
  return recipient.endsWith(receptor.replace(/^0+/, ""));
}

function shown({ receptor, channel, sender, method, text }: OutboxMessage): string {
  const body = text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  return `${channel} to ${receptor} from ${sender}, by ${method}\n${body}`;
}
