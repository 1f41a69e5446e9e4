/** Turns an answer of the vendor into a result. Success needs envelope 200, a message id and a status that is no failure. */
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import type { Recipient } from "../../../../domain/recipient/recipient.ts";
import { iranianNumber } from "../../_kit/connection.ts";
import { numberedId, wholeNumber } from "../../_kit/json-values.ts";
import { resultOf } from "../../_kit/meanings.ts";
import type { Answer } from "./client.ts";
import type { Entry } from "./envelope.ts";
import { meaningOfEntry, meaningOfEnvelope, meaningOfHttp, ownMeaning } from "./meanings.ts";

/** The line in the answer to a send that named none; null when the vendor does not say. */
export function lineIn(answer: Answer): string | null {
  const sender = answer.kind === "envelope" ? answer.envelope.entries[0]?.["sender"] : undefined;
  return typeof sender === "string" && /^[+0-9]{4,20}$/.test(sender) ? sender : null;
}

/** The result of a call that carries one message. */
export function resultOfAnswer(answer: Answer): DeliveryResult {
  switch (answer.kind) {
    case "failed":
      return resultOf(ownMeaning(answer.failure), {});
    case "no_envelope":
      return resultOf(meaningOfHttp(answer.httpStatus), { vendorCode: String(answer.httpStatus) });
    case "envelope": {
      const { status, entries } = answer.envelope;
      if (status === 200) return entryResult(entries[0] ?? {});
      return resultOf(meaningOfEnvelope(status), { vendorCode: String(status) });
    }
  }
}

function entryResult(entry: Entry): DeliveryResult {
  const messageId = numberedId(entry["messageid"]);
  if (messageId === null) return resultOf(ownMeaning("message_id_missing"), { vendorCode: "200" });

  // Some old answers have no status; then 200 and an id decide.
  const status = wholeNumber(entry["status"]) ?? 1;
  const meaning = meaningOfEntry(status);
  if (meaning.class !== "accepted") return resultOf(meaning, { vendorCode: `200/${status}`, messageId });

  const costRial = wholeNumber(entry["cost"]);
  return resultOf(meaning, { vendorCode: "200", messageId, ...(costRial !== null && { costRial }) });
}

/** The number in the form the vendor reads best: `09…` in Iran, `00` and the country code abroad. */
export function receptorOf(recipient: Recipient): string {
  return iranianNumber(recipient) ?? `00${recipient.slice(1)}`;
}
