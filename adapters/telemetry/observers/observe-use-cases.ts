/** Verdicts of the use cases as attributes of the request's span and as metrics. */
import { trace } from "@opentelemetry/api";
import type { Otp } from "../../../domain/otp.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { CheckVerdict, StartVerdict } from "../../../domain/verdicts.ts";
import type { VerificationView } from "../../../domain/ledger/verification-view.ts";
import type { EventTools } from "./attempt-events.ts";
import { observeCarrying } from "./observe-carrying.ts";

/** The use cases, observed. The others are as they are. */
export function observeUseCases(otp: Otp, { instruments, log }: EventTools): Otp {
  return {
    ...otp,
    async start(command) {
      const span = trace.getActiveSpan();
      span?.setAttributes({ "otp.app": command.app, ...kindOf(command) });
      const verdict = await otp.start(command);
      span?.setAttributes(described(verdict));
      countStart(verdict);
      if (verdict.kind === "sent" && !verdict.recorded)
        log("error", "the outcome of a send could not be saved; its attempts will read as unknown", {
          verification: verdict.verification.id,
        });
      return verdict;
    },
    async check(command) {
      const verdict = await otp.check(command);
      trace.getActiveSpan()?.setAttributes({
        "otp.app": command.app,
        ...("verification" in verdict && kindOf(verdict.verification)),
        ...described(verdict),
      });
      instruments.checks.add(1, { "otp.verdict": verdict.kind });
      countEnd(verdict);
      return verdict;
    },
    async cancel(command) {
      const verdict = await otp.cancel(command);
      trace.getActiveSpan()?.setAttributes({ "otp.app": command.app, "otp.verdict": verdict.kind });
      if (verdict.kind === "canceled") ended("canceled");
      return verdict;
    },
    ...observeCarrying(otp, { instruments, log }),
    async moveOn(command) {
      const verdict = await otp.moveOn(command);
      const { id: verification, provider } = command;
      if (verdict.kind === "stayed")
        log(
          "info",
          `the message of ${provider} did not arrive, and nothing more is sent: ${verdict.because}`,
          {
            verification,
            provider,
            reason: verdict.because,
          },
        );
      return verdict;
    },
  };

  function countStart(verdict: StartVerdict): void {
    if (verdict.kind === "sent") {
      instruments.verifications.add(1, { event: verdict.resent ? "resent" : "started" });
    } else if ("verification" in verdict) {
      if (verdict.verification.status === "undelivered") ended("undelivered");
    } else {
      instruments.refusals.add(1, { reason: verdict.kind });
    }
  }

  function countEnd(verdict: CheckVerdict): void {
    // The end was counted when the answer was given for the first time.
    if ("repeated" in verdict && verdict.repeated) return;
    if (verdict.kind === "approved") ended("approved");
    if (verdict.kind === "incorrect" && verdict.verification.status === "exhausted") {
      ended("exhausted");
    }
  }

  function ended(event: "approved" | "exhausted" | "canceled" | "undelivered"): void {
    instruments.verifications.add(1, { event });
  }
}

function described(verdict: StartVerdict | CheckVerdict) {
  if (!("verification" in verdict)) return { "otp.verdict": verdict.kind };
  const { id, recipient } = verdict.verification;
  return {
    "otp.verdict": verdict.kind,
    "otp.verification.id": id,
    "otp.recipient": maskRecipient(recipient),
  };
}

function kindOf({ purpose, channel }: Pick<VerificationView, "purpose" | "channel">) {
  return { "otp.purpose": purpose, "otp.channel": channel };
}
