/** What became of messages: the vendor is asked about one at a time, and answers once it has finished the message. */
import type { MessageStatus, ReceiptPort } from "../../../../domain/delivery/receipt.ts";
import { type EpochMs, MINUTE_MS } from "../../../../domain/time.ts";
import { isObject, textOf } from "../../_kit/json-values.ts";
import { reportIn } from "../../_kit/vendor-client.ts";
import type { IpPanel } from "./client.ts";

const AFTER_MS = [1, 3, 10, 30].map((minutes) => minutes * MINUTE_MS);

/** Of `message_status`: 3 not delivered, 4 blacklisted. The other values may still change. */
const UNDELIVERED: ReadonlySet<string> = new Set(["3", "4"]);
const DELIVERED = "2";

export function receiptsOf(ipPanel: IpPanel): Required<Pick<ReceiptPort, "status" | "polling">> {
  async function statusOf(messageId: string, deadline: EpochMs): Promise<MessageStatus> {
    const query = new URLSearchParams({ bulk_id: messageId, page: "1", per_page: "10" }).toString();
    const answer = await ipPanel.ask({ path: `api/report/recipients?${query}` }, deadline);
    const rows = reportIn(answer);
    const row: unknown = Array.isArray(rows) ? rows[0] : null;
    const state = isObject(row) ? textOf(row["message_status"]) : "";
    if (state === DELIVERED) return { messageId, state: "delivered" };
    return UNDELIVERED.has(state)
      ? { messageId, state: "undelivered", reason: state }
      : { messageId, state: "pending" };
  }
  return {
    polling: { afterMs: AFTER_MS, batchSize: 1 },
    status: (messageIds, deadline) => Promise.all(messageIds.map((id) => statusOf(id, deadline))),
  };
}
