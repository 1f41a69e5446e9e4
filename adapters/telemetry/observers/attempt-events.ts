/** What is told of an attempt, in log lines, counts and attributes of its span: how it begins, and how it ends. */
import { type Span, SpanStatusCode } from "@opentelemetry/api";
import type { DeliveryMessage, Provider } from "../../../domain/delivery/provider.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import { type Conceal, concealer } from "../log/redact-message.ts";
import { type Ending, resultOf } from "./call-outcome.ts";
import type { Log } from "../log/log.ts";
import type { Instruments } from "../metrics.ts";
import type { SendTrace } from "./send-context.ts";

export interface StoryTools {
  readonly instruments: Instruments;
  readonly log: Log;
}

export interface Attempted {
  readonly provider: Provider;
  readonly message: DeliveryMessage;
  readonly send: SendTrace;
  readonly span: Span;
}

/** Tells that the provider is about to be called, and instead of whom. */
export function tellBegin({ provider, message, send }: Attempted, { instruments, log }: StoryTools): void {
  const { name } = provider;
  const fields = {
    provider: name,
    verification: message.verificationId,
    to: maskRecipient(message.recipient),
  };
  if (send.failed === undefined) {
    log("info", `trying ${name}`, fields);
    return;
  }
  const { provider: from, reason } = send.failed;
  instruments.fallbacks({ "otp.provider.from": from, "otp.provider.to": name });
  log("warn", `falling back to ${name}, because ${from} said ${reason}`, { ...fields, from, reason });
}

/** Tells what came of it. The provider may be third-party code: its words are shown without the code and the number. */
export function tellEnd(attempted: Attempted, ending: Ending, { instruments, log }: StoryTools): void {
  const { provider, message, send, span } = attempted;
  const { name } = provider;
  const conceal = concealer(message);
  const fields = { provider: name, ...factsOf(ending, conceal) };
  const { outcome, fault, reason, vendor_code } = fields;
  instruments.attempts({ "otp.provider": name, "otp.attempt.outcome": outcome });
  span.setAttributes({
    "otp.attempt.outcome": outcome,
    ...(fault && { "otp.attempt.fault": fault }),
    ...(reason && { "otp.attempt.reason": reason }),
    ...(vendor_code && { "otp.vendor.code": vendor_code }),
  });
  if (reason === undefined) {
    log("info", `${name} accepted the message`, fields);
    const { failed } = send;
    if (failed)
      log("warn", `degraded: ${failed.provider} failed with ${failed.reason}, ${name} carried it`, fields);
    return;
  }
  send.failed = { provider: name, reason };
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
  const hint = hintFor(provider, ending, conceal);
  // That somebody settled the verification meanwhile is no failure to look after.
  const level = ending.kind === "stopped" ? "info" : "warn";
  log(level, `${name} ${outcome}: ${reason}${vendor_code ? ` (${vendor_code})` : ""}`, { ...fields, hint });
  if (ending.kind === "threw")
    log("error", `${name} threw: ${conceal(wordsOf(ending.error))}`, { provider: name });
}

function factsOf(ending: Ending, conceal: Conceal) {
  const result = resultOf(ending);
  const { outcome, vendorCode, messageId } = result;
  return {
    outcome,
    fault: result.outcome === "refused" ? result.fault : undefined,
    reason: result.outcome === "accepted" ? undefined : conceal(result.reason),
    vendor_code: vendorCode && conceal(vendorCode),
    message_id: messageId && conceal(messageId),
  };
}

/** The provider is asked in its own words, and may fail in this, too. */
function hintFor(provider: Provider, ending: Ending, conceal: Conceal): string | undefined {
  const result = resultOf(ending);
  try {
    const hint = result.outcome === "accepted" ? undefined : provider.explain(result.reason)?.en;
    return hint && conceal(hint);
  } catch {
    return undefined;
  }
}

/** What was thrown may be anything, also what no text can be made of. */
function wordsOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "what cannot be shown";
  }
}
