/** What an author's provider has for receipts, as the domain uses it: nothing that is secret passes, and nothing that is no status. */
import {
  type CallbackReading,
  type MessageStatus,
  type ReceiptPort,
  readStatuses,
} from "../../../domain/delivery/receipt.ts";
import type { Redact } from "../../../domain/redaction.ts";
import type { ProviderInstance } from "./plugin.ts";

export function receiptPartOf(instance: ProviderInstance, redact: Redact): ReceiptPort {
  const { polling, carriers, feedbackOn } = instance;
  const clean = (statuses: readonly MessageStatus[]) =>
    readStatuses(statuses).map((one) => redacted(one, redact));
  const read = (reading: CallbackReading): CallbackReading =>
    reading.kind === "statuses" ? { ...reading, statuses: clean(reading.statuses) } : reading;
  return {
    ...(instance.receipt && {
      receipt: async (callback) => read((await instance.receipt?.(callback)) ?? { kind: "refused" }),
    }),
    ...(instance.status && {
      status: async (messageIds, deadline) => clean((await instance.status?.(messageIds, deadline)) ?? []),
    }),
    ...(polling && { polling }),
    ...(carriers && { carriers }),
    ...(instance.feedback && {
      feedback: async (outcome, message, deadline) => instance.feedback?.(outcome, message, deadline),
    }),
    ...(feedbackOn && { feedbackOn }),
  };
}

function redacted({ messageId, state, reason, carrier }: MessageStatus, redact: Redact): MessageStatus {
  return {
    messageId: redact(messageId),
    state,
    ...(reason !== undefined && { reason: redact(reason) }),
    // Only a name of the provider's list is ever kept.
    ...(carrier !== undefined && { carrier }),
  };
}
