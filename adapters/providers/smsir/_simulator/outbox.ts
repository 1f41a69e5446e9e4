/** Messages of the simulated vendor: charges the credit and delivers at once. */
import type { PhoneMessage } from "../../_simulator/api.ts";
import { segmentsOf } from "../../_kit/sms-segments.ts";
import type { AccountOptions } from "./api.ts";
import type { Outgoing } from "./send-rules.ts";

export interface Outbox {
  /** The messages that reached a phone, oldest first. */
  readonly delivered: readonly PhoneMessage[];
  /** In messages of one segment. */
  credit(): number;
  /** The ids of the messages and their cost; null when the credit is too low. */
  send(
    messages: readonly Outgoing[],
  ): { readonly messageIds: readonly number[]; readonly cost: number } | null;
  /** A message by its id. */
  find(messageId: string): PhoneMessage | undefined;
}

const FIRST_ID = 89_545_112;

export function createOutbox({ credit: initial, now, onMessage }: AccountOptions): Outbox {
  const delivered: PhoneMessage[] = [];
  let credit = initial;

  function deliver(message: Outgoing): number {
    const id = FIRST_ID + delivered.length;
    const arrived: PhoneMessage = { ...message, channel: "sms", messageId: String(id), at: now() };
    delivered.push(arrived);
    onMessage?.(arrived);
    return id;
  }

  return {
    delivered,
    credit: () => credit,
    send(messages) {
      const cost = messages.reduce((sum, { text }) => sum + segmentsOf(text).segments, 0);
      if (cost > credit) return null;
      credit -= cost;
      return { messageIds: messages.map(deliver), cost };
    },
    find: (messageId) => delivered.find((message) => message.messageId === messageId),
  };
}
