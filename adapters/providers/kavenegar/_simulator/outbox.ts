/** Messages of the simulated vendor: charges the credit, keeps every message and delivers it to the phone. */
import { segmentsOf } from "../../_kit/sms-segments.ts";
import type { Judgement, Outgoing } from "./rules.ts";

export interface PostOptions {
  readonly creditRial: number;
  /** Of one segment. */
  readonly costRial: number;
  /** Answers as usual, but sends and charges nothing. */
  readonly debugMode: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with every message that reaches a phone. */
  readonly onMessage?: (message: OutboxMessage) => void;
}

/** A message that reached a phone. */
export interface OutboxMessage extends Outgoing {
  readonly messageId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A message in the vendor's answers. */
export interface Entry {
  readonly messageid: number;
  readonly message: string;
  readonly status: number;
  readonly statustext: string;
  readonly sender: string;
  readonly receptor: string;
  readonly date: number;
  readonly cost: number;
}

type Order = Extract<Judgement, { kind: "order" }>;

export interface Post {
  readonly outbox: readonly OutboxMessage[];
  creditRial(): number;
  byId(messageId: string): Entry | undefined;
  byLocalId(localId: string): Entry | undefined;
  /** Sends an order. Null when the credit is too low. A message with a known local id is not sent again. */
  carryOut(order: Order): readonly Entry[] | null;
}

export function createPost(options: PostOptions): Post {
  const outbox: OutboxMessage[] = [];
  const entries = new Map<string, Entry>();
  const localEntries = new Map<string, Entry>();
  let creditRial = options.creditRial;

  function send(message: Outgoing, cost: number, startingStatus: number): Entry {
    const at = options.now();
    const messageid = 8_792_343 + entries.size;
    const { receptor, sender, text } = message;
    // Debug mode answers 200, but the message inside is canceled.
    const status = options.debugMode ? 13 : startingStatus;
    const date = Math.floor(at / 1000);
    const entry = { messageid, message: text, ...stateOf(status), sender, receptor, date, cost };
    entries.set(String(messageid), entry);
    if (options.debugMode) return entry;
    const arrived = { ...message, messageId: String(messageid), at };
    outbox.push(arrived);
    options.onMessage?.(arrived);
    return entry;
  }

  return {
    outbox,
    creditRial: () => creditRial,
    byId: (messageId) => entries.get(messageId),
    byLocalId: (localId) => localEntries.get(localId),
    carryOut({ messages, localIds, status }) {
      const known = localIds.flatMap((localId) => localEntries.get(localId) ?? []);
      if (known.length > 0) return known;

      const costs = messages.map(({ text }) => segmentsOf(text).segments * options.costRial);
      const totalRial = options.debugMode ? 0 : costs.reduce((sum, cost) => sum + cost, 0);
      if (totalRial > creditRial) return null;
      creditRial -= totalRial;
      const sent = messages.map((message, index) => send(message, costs[index] ?? 0, status));
      for (const [index, entry] of sent.entries()) {
        const localId = localIds[index];
        if (localId !== undefined) localEntries.set(localId, entry);
      }
      return sent;
    },
  };
}

/** A status with its text. */
export function stateOf(status: number): Pick<Entry, "status" | "statustext"> {
  return { status, statustext: `وضعیت ${status}` };
}
