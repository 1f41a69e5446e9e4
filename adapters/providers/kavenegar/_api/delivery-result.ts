/** From what the vendor answered to the four words of the chain. Success needs envelope 200, a message id and a status that is not a failure. */
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import type { Recipient } from "../../../../domain/recipient/recipient.ts";
import { type Entry, readMessageId, wholeNumber } from "./envelope.ts";
import type { Answer } from "./client.ts";
import { meaningOfEntry, meaningOfEnvelope, meaningOfFinding, meaningOfHttp } from "./meanings.ts";
import type { Meaning } from "./envelope-codes.ts";

type Facts = Pick<DeliveryResult, "vendorCode" | "messageId" | "costRial">;

/** The result of a call that carries one message. Holds codes, ids and costs only: the vendor's texts repeat the code. */
export function resultOf(answer: Answer): DeliveryResult {
  switch (answer.kind) {
    case "failed":
      return resultFrom(meaningOfFinding(answer.finding), {});
    case "no_envelope":
      return resultFrom(meaningOfHttp(answer.httpStatus), { vendorCode: String(answer.httpStatus) });
    case "envelope": {
      const { status, entries } = answer.envelope;
      if (status === 200) return entryResult(entries[0] ?? {});
      return resultFrom(meaningOfEnvelope(status), { vendorCode: String(status) });
    }
  }
}

function entryResult(entry: Entry): DeliveryResult {
  const messageId = readMessageId(entry["messageid"]);
  if (messageId === null) return resultFrom(meaningOfFinding("message_id_missing"), { vendorCode: "200" });

  // Some old answers have no status: 200 and an id are then all there is to go by.
  const status = wholeNumber(entry["status"]) ?? 1;
  const meaning = meaningOfEntry(status);
  if (meaning.class !== "accepted") return resultFrom(meaning, { vendorCode: `200/${status}`, messageId });

  const costRial = wholeNumber(entry["cost"]);
  return resultFrom(meaning, { vendorCode: "200", messageId, ...(costRial !== null && { costRial }) });
}

function resultFrom({ class: kind, reason, numberOnly }: Meaning, facts: Facts): DeliveryResult {
  switch (kind) {
    case "accepted":
      return { outcome: "accepted", ...facts };
    case "recipient":
    case "message":
    case "account":
      return { outcome: "refused", fault: kind, reason, ...(numberOnly && { numberOnly }), ...facts };
    case "unavailable":
    case "unknown":
      return { outcome: kind, reason, ...facts };
  }
}

/** The number as the vendor reads it most safely: `09…` in Iran, `00` and the country code abroad. */
export function receptorOf(recipient: Recipient): string {
  return recipient.startsWith("+98") ? `0${recipient.slice(3)}` : `00${recipient.slice(1)}`;
}
