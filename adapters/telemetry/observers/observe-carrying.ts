/** Verdicts about carried codes as attributes of the request's span and as metrics. The code is in none of them. */
import { trace } from "@opentelemetry/api";
import type { Otp } from "../../../domain/otp.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { CarryVerdict, ReportVerdict } from "../../../domain/verdicts.ts";
import type { EventTools } from "./attempt-events.ts";

export function observeCarrying(
  otp: Otp,
  { instruments, log }: EventTools,
): Pick<Otp, "carry" | "readDelivery" | "report"> {
  const count = (verdict: CarryVerdict) => {
    if ("delivery" in verdict) instruments.carried.add(1, { event: verdict.delivery.status });
    else instruments.refusals.add(1, { reason: verdict.kind });
    if (verdict.kind === "carried" && !verdict.recorded)
      log("error", "the outcome of a delivery could not be saved; its attempts will read as unknown", {
        verification: verdict.delivery.id,
      });
    // The background reports the error of a chain that fails.
    if (verdict.kind === "carrying") void verdict.ended.then(count, () => {});
  };
  return {
    async carry(command) {
      const { app, purpose, channel } = command;
      const span = trace.getActiveSpan();
      span?.setAttributes({ "otp.app": app, "otp.purpose": purpose, "otp.channel": channel });
      const verdict = await otp.carry(command);
      span?.setAttributes(described(verdict));
      count(verdict);
      return verdict;
    },
    readDelivery: (command) => otp.readDelivery(command),
    async report(command) {
      const verdict = await otp.report(command);
      trace.getActiveSpan()?.setAttributes({ "otp.app": command.app, ...described(verdict) });
      if (verdict.kind === "reported" && !verdict.repeated)
        instruments.carried.add(1, { event: command.isUsed ? "used" : "unused" });
      return verdict;
    },
  };
}

function described(verdict: CarryVerdict | ReportVerdict) {
  if (!("delivery" in verdict)) return { "otp.verdict": verdict.kind };
  const { id, recipient } = verdict.delivery;
  return {
    "otp.verdict": verdict.kind,
    "otp.delivery.id": id,
    "otp.recipient": maskRecipient(recipient),
  };
}
