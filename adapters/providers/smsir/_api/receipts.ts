/** What became of messages: the vendor is asked about one at a time. It calls no address of ours. */
import type { MessageStatus, ReceiptPort } from "../../../../domain/delivery/receipt.ts";
import { MINUTE_MS, SECOND_MS } from "../../../../domain/time.ts";
import { isObject, wholeNumber } from "../../_kit/json-values.ts";
import { reportIn } from "../../_kit/vendor-client.ts";
import type { SmsIr } from "./client.ts";

const AFTER_MS = [20 * SECOND_MS, ...[1, 3, 10, 30].map((minutes) => minutes * MINUTE_MS)];

/** Of `deliveryState`: 2 not delivered, 4 not reached the operator, 6 failed, 7 blacklist. The other values may still change. */
const UNDELIVERED: ReadonlySet<number> = new Set([2, 4, 6, 7]);
const DELIVERED = 1;

export function receiptsOf(smsIr: SmsIr): Required<Pick<ReceiptPort, "status" | "polling">> {
  async function statusOf(messageId: string, deadline: number): Promise<MessageStatus> {
    const answer = await smsIr.ask({ path: `send/${encodeURIComponent(messageId)}` }, deadline);
    const data = reportIn(answer);
    const state = isObject(data) ? wholeNumber(data["deliveryState"]) : null;
    if (state === DELIVERED) return { messageId, state: "delivered" };
    const isLost = state !== null && UNDELIVERED.has(state);
    return isLost
      ? { messageId, state: "undelivered", reason: String(state) }
      : { messageId, state: "pending" };
  }
  return {
    polling: { afterMs: AFTER_MS, batchSize: 1 },
    status: (messageIds, deadline) => Promise.all(messageIds.map((id) => statusOf(id, deadline))),
  };
}
