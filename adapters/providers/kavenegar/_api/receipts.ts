/**
 * What became of messages: `sms/status` answers up to 500 at once, for 48 hours. The vendor also calls an address that is set for a line in
 * its panel, with `messageid` and `status` and without any proof, so a call is only a reason to ask.
 */
import type {
  Callback,
  CallbackReading,
  MessageStatus,
  ReceiptPort,
} from "../../../../domain/delivery/receipt.ts";
import { MINUTE_MS, SECOND_MS } from "../../../../domain/time.ts";
import { numberedId, objectIn, wholeNumber } from "../../_kit/json-values.ts";
import type { Kavenegar } from "./client.ts";
import type { Entry } from "./envelope.ts";

/** The vendor itself asks the operator from five minutes after the hand-over. */
const AFTER_MS = [20 * SECOND_MS, ...[1, 3, 6, 15, 30, 60].map((minutes) => minutes * MINUTE_MS)];
const BATCH_SIZE = 500;

/** 6 the line failed, 11 not delivered, 13 canceled, 14 blocked by the recipient. The other codes may still change. */
const UNDELIVERED: ReadonlySet<number> = new Set([6, 11, 13, 14]);
const DELIVERED = 10;

export function receiptsOf(
  kavenegar: Kavenegar,
): Required<Pick<ReceiptPort, "receipt" | "status" | "polling">> {
  return {
    polling: { afterMs: AFTER_MS, batchSize: BATCH_SIZE },
    receipt: readCallback,
    async status(messageIds, deadline) {
      const answer = await kavenegar.post("sms/status", { messageid: messageIds.join(",") }, deadline);
      if (answer.kind === "failed") throw new Error(`sms/status failed: ${answer.failure}`);
      if (answer.kind === "no_envelope") throw new Error(`sms/status answered HTTP ${answer.httpStatus}`);
      if (answer.envelope.status !== 200) throw new Error(`sms/status answered ${answer.envelope.status}`);
      return answer.envelope.entries.flatMap((entry) => statusIn(entry) ?? []);
    },
  };
}

function statusIn(entry: Entry): MessageStatus | null {
  const messageId = numberedId(entry["messageid"]);
  const code = wholeNumber(entry["status"]);
  if (messageId === null || code === null) return null;
  if (code === DELIVERED) return { messageId, state: "delivered" };
  return UNDELIVERED.has(code)
    ? { messageId, state: "undelivered", reason: String(code) }
    : { messageId, state: "pending" };
}

/** As a form, as JSON or in the query: which of them is not documented. */
function readCallback({ body, query, headers }: Callback): CallbackReading {
  const isJson = headers["content-type"]?.includes("json") ?? false;
  const fields = {
    ...Object.fromEntries(new URLSearchParams(query)),
    ...(isJson ? objectIn(body) : Object.fromEntries(new URLSearchParams(body))),
  };
  const messageId = numberedId(fields["messageid"]);
  return messageId === null ? { kind: "refused" } : { kind: "hint", messageIds: [messageId] };
}
