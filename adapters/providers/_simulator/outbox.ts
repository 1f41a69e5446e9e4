/** Messages of a simulated vendor that sends at once: charges the credit and delivers. */
import { segmentsOf } from "../_kit/sms-segments.ts";
import type { PhoneMessage } from "./api.ts";

export interface OutboxOptions {
  readonly credit: number;
  /** Of one segment; a call costs one. */
  readonly cost: number;
  /** Of the first message; each further one has the next. */
  readonly firstId: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every message that reaches a phone. */
  readonly onMessage?: ((message: PhoneMessage) => void) | undefined;
}

/** One message to one phone. */
export type Outgoing = Omit<PhoneMessage, "messageId" | "at">;

export interface Sent {
  readonly messageId: number;
  readonly cost: number;
}

export interface Outbox {
  /** The messages that reached a phone, oldest first. */
  readonly delivered: readonly PhoneMessage[];
  credit(): number;
  /** One entry a message; null when the credit is too low for all. */
  send(messages: readonly Outgoing[]): readonly Sent[] | null;
  /** A message by its id. */
  find(messageId: string): PhoneMessage | undefined;
}

export function createOutbox({ credit: initial, cost, firstId, now, onMessage }: OutboxOptions): Outbox {
  const delivered: PhoneMessage[] = [];
  let credit = initial;

  function deliver(message: Outgoing): number {
    const messageId = firstId + delivered.length;
    const arrived: PhoneMessage = { ...message, messageId: String(messageId), at: now() };
    delivered.push(arrived);
    onMessage?.(arrived);
    return messageId;
  }

  return {
    delivered,
    credit: () => credit,
    send(messages) {
      const costs = messages.map(({ text, channel }) =>
        channel === "sms" ? segmentsOf(text).segments * cost : cost,
      );
      const total = costs.reduce((sum, one) => sum + one, 0);
      if (total > credit) return null;
      credit -= total;
      return messages.map((message, index) => ({ messageId: deliver(message), cost: costs[index] ?? 0 }));
    },
    find: (messageId) => delivered.find((message) => message.messageId === messageId),
  };
}
