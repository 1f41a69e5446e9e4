/** Receipts as events of the span they come in with, as metrics and as log lines. */
import { trace } from "@opentelemetry/api";
import type { Provider } from "../../../domain/delivery/provider.ts";
import type { ReceiptObserver } from "../../../domain/use-cases/receipts/receipts.ts";
import type { SentMessage } from "../../../domain/use-cases/receipts/sent-message.ts";
import type { Clock } from "../../../domain/ports.ts";
import type { Redact } from "../../../domain/redaction.ts";
import type { Log } from "../log/log.ts";
import { createThrottledLog } from "../log/throttled-log.ts";
import type { Instruments } from "../metrics.ts";

/** Names of providers among those of all chains, by which metrics are counted. */
export interface ReceiptLabels {
  /** Of the one that was called or asked. It speaks for all providers of its account. */
  readonly provider: (provider: Provider) => string;
  /** Of the one that carried the message. */
  readonly message: (message: Pick<SentMessage, "app" | "provider">) => string;
}

interface ReceiptTools {
  readonly instruments: Pick<Instruments, "receipts" | "receiptDelay">;
  readonly log: Log;
  readonly clock: Clock;
  readonly redact: Redact;
  readonly labels: ReceiptLabels;
  /** Runs work in a span and a trace of its own. */
  readonly command: (work: () => Promise<void>) => Promise<void>;
}

/** Attributes name the provider and the operator of the number, never the number. */
export function createReceiptObserver(tools: ReceiptTools): ReceiptObserver {
  const { instruments, log, clock, redact, command, labels } = tools;
  const throttled = createThrottledLog(log, clock);
  return {
    noted(_, { message, receipt, proof, afterMs }) {
      const { verificationId, operator, provider } = message;
      const { state, reason } = receipt;
      const facts = { "otp.provider": provider, "otp.operator": operator, "otp.receipt.state": state };
      const counted = { ...facts, "otp.provider": labels.message(message) };
      instruments.receipts.add(1, counted);
      instruments.receiptDelay.record(afterMs / 1_000, counted);
      trace.getActiveSpan()?.addEvent("otp.receipt.noted", {
        ...facts,
        "otp.receipt.after_ms": afterMs,
        "otp.receipt.proof": proof,
        "otp.verification.id": verificationId,
        "otp.verification.trace_id": message.traceId,
        ...(reason !== undefined && { "otp.receipt.reason": reason }),
      });
      log(state === "delivered" ? "info" : "warn", `${provider}: ${state} after ${afterMs} ms`, {
        provider,
        verification: verificationId,
        operator,
        outcome: state,
        reason,
        after_ms: afterMs,
        proof,
      });
    },
    unexpected(provider) {
      const { name } = provider;
      instruments.receipts.add(1, {
        "otp.provider": labels.provider(provider),
        "otp.receipt.state": "unexpected",
      });
      trace.getActiveSpan()?.addEvent("otp.receipt.unexpected", { "otp.provider": name });
    },
    polling: (provider, work) =>
      command(async () => {
        trace.getActiveSpan()?.setAttribute("otp.provider", provider.name);
        await work();
      }),
    unanswered(provider, why) {
      const { name } = provider;
      const reason = redact(why);
      instruments.receipts.add(1, {
        "otp.provider": labels.provider(provider),
        "otp.receipt.state": "unanswered",
      });
      trace.getActiveSpan()?.addEvent("otp.receipt.unanswered", {
        "otp.provider": name,
        "otp.receipt.reason": reason,
      });
      throttled(`${name} ${reason}`, "warn", `${name} did not say what became of its messages: ${reason}`, {
        provider: name,
        reason,
      });
    },
  };
}
