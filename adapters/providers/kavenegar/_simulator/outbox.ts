/** Messages of the simulated vendor: charges the credit, keeps every message, and delivers it to the phone when it is due. */
import type { PhoneMessage } from "../../_simulator/api.ts";
import { segmentsOf } from "../../_kit/sms-segments.ts";
import { statusText } from "./vendor-texts.ts";

export interface OutboxOptions {
  readonly creditRial: number;
  /** Of one segment. */
  readonly costRial: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every message that reaches a phone. */
  readonly onMessage?: (message: PhoneMessage) => void;
}

/** One message to one phone. */
export interface Outgoing {
  readonly receptor: string;
  readonly text: string;
  /** The token of a lookup, or the first digits of a text. */
  readonly code: string;
  readonly sender: string;
  readonly channel: "sms" | "call";
  readonly method: "verify/lookup" | "sms/send" | "sms/sendarray" | "call/maketts";
}

/** A send that the rules allow. */
export interface Order {
  readonly messages: readonly Outgoing[];
  /** One per message, or none. */
  readonly localIds: readonly string[];
  /** The status a message starts with. */
  readonly status: number;
  /** Milliseconds since 1970; in the future for a scheduled message. */
  readonly sendAt: number;
}

/** A message in the vendor's answers. */
export interface Entry {
  readonly messageid: number;
  readonly message: string;
  readonly status: number;
  readonly statustext: string;
  readonly sender: string;
  readonly receptor: string;
  /** Unix seconds. */
  readonly date: number;
  readonly cost: number;
}

/** A message as the vendor keeps it. */
export interface Sent {
  readonly entry: Entry;
  readonly localId?: string;
}

export interface Outbox {
  /** The messages that reached a phone, oldest first. */
  readonly delivered: readonly PhoneMessage[];
  creditRial(): number;
  /** Every message, oldest first. */
  all(): readonly Sent[];
  /**
   * Sends an order. Null when the credit is too low. A message with a known local id is not sent again: the answer is the old entry.
   * `debug`: answers as usual, but sends and charges nothing.
   */
  send(order: Order, debug: boolean): readonly Entry[] | null;
  /** Cancels a scheduled message and refunds it; the message's entry, or undefined when the id is unknown. */
  cancel(messageId: string): Entry | undefined;
  /** The operator reports: the message has this status from now on; its entry, or undefined when the id is unknown. */
  report(messageId: string, status: number): Entry | undefined;
  /** Delivers the scheduled messages whose time has come. */
  deliverDue(): void;
}

const FIRST_ID = 8_792_343;
const SCHEDULED = 2;
const QUEUED = 1;
const CANCELED = 13;

export function createOutbox(options: OutboxOptions): Outbox {
  const delivered: PhoneMessage[] = [];
  const sent: Sent[] = [];
  const scheduled = new Map<number, { readonly message: Outgoing; readonly sendAt: number }>();
  let creditRial = options.creditRial;

  function deliver({ receptor: to, ...message }: Outgoing, messageId: number): void {
    const arrived = { to, ...message, messageId: String(messageId), at: options.now() };
    delivered.push(arrived);
    options.onMessage?.(arrived);
  }

  function keep(message: Outgoing, cost: number, order: Order, debug: boolean, localId?: string): Entry {
    const isScheduled = order.sendAt > options.now();
    // Debug mode answers 200, but the message inside is canceled.
    const status = debug ? CANCELED : isScheduled ? SCHEDULED : order.status;
    const { receptor, sender, text } = message;
    const date = Math.floor(order.sendAt / 1000);
    const messageid = FIRST_ID + sent.length;
    const entry = { messageid, message: text, ...stateOf(status), sender, receptor, date, cost };
    sent.push({ entry, ...(localId !== undefined && { localId }) });
    if (debug) return entry;
    if (isScheduled) scheduled.set(messageid, { message, sendAt: order.sendAt });
    else deliver(message, messageid);
    return entry;
  }

  function setStatus(messageid: number, status: number): Entry | undefined {
    const index = messageid - FIRST_ID;
    const old = sent[index];
    if (old === undefined) return undefined;
    const entry = { ...old.entry, ...stateOf(status) };
    sent[index] = { ...old, entry };
    return entry;
  }

  return {
    delivered,
    creditRial: () => creditRial,
    all: () => sent,
    send(order, debug) {
      const known = order.localIds.flatMap((id) => sent.findLast(({ localId }) => localId === id) ?? []);
      if (known.length > 0) return known.map(({ entry }) => entry);

      const costs = order.messages.map(({ text }) => segmentsOf(text).segments * options.costRial);
      const totalRial = debug ? 0 : costs.reduce((sum, cost) => sum + cost, 0);
      if (totalRial > creditRial) return null;
      creditRial -= totalRial;
      return order.messages.map((message, index) =>
        keep(message, costs[index] ?? 0, order, debug, order.localIds[index]),
      );
    },
    cancel(messageId) {
      const id = Number(messageId);
      const found = sent[id - FIRST_ID];
      if (found === undefined || !scheduled.delete(id)) return found?.entry;
      creditRial += found.entry.cost;
      return setStatus(id, CANCELED);
    },
    report: (messageId, status) => setStatus(Number(messageId), status),
    deliverDue() {
      for (const [id, { message, sendAt }] of scheduled) {
        if (sendAt > options.now()) continue;
        scheduled.delete(id);
        setStatus(id, QUEUED);
        deliver(message, id);
      }
    },
  };
}

/** A status with its text. */
export function stateOf(status: number): Pick<Entry, "status" | "statustext"> {
  return { status, statustext: statusText(status) };
}
