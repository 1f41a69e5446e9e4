/** Log lines, counts and span attributes of one attempt: how it starts, and how it ends. */
import { type Span, SpanStatusCode } from "@opentelemetry/api";
import type { CallEnd } from "../../../domain/delivery/observer.ts";
import type { DeliveryMessage, DeliveryResult, Provider } from "../../../domain/delivery/provider.ts";
import { maskRecipient } from "../../../domain/recipient/recipient.ts";
import type { Redact } from "../../../domain/redaction.ts";
import type { Log } from "../log/log.ts";
import { redactMessage } from "../log/redact-message.ts";
import type { Instruments } from "../metrics.ts";

export interface EventTools {
  readonly instruments: Instruments;
  readonly log: Log;
}

export interface AttemptTools extends EventTools {
  /** A provider's name among those of all chains, by which metrics are counted. */
  readonly labelOf: (provider: string) => string;
}

/** Why a provider did not take the message. */
export interface Failure {
  readonly provider: string;
  readonly reason: string;
}

export interface ObservedAttempt {
  readonly provider: Provider;
  readonly message: DeliveryMessage;
  readonly span: Span;
  /** The failure of the attempt before it in the same send. */
  readonly before: Failure | null;
}

/** The provider is about to be called, possibly in place of one that failed. */
export function reportStart(
  { provider, message, before }: ObservedAttempt,
  { instruments, log, labelOf }: AttemptTools,
): void {
  const { name } = provider;
  const fields = {
    provider: name,
    verification: message.verificationId,
    to: maskRecipient(message.recipient),
  };
  if (before === null) {
    log("info", `trying ${name}`, fields);
    return;
  }
  const { provider: from, reason } = before;
  instruments.fallbacks.add(1, { "otp.provider.from": labelOf(from), "otp.provider.to": labelOf(name) });
  log("warn", `falling back to ${name}, because ${from} said ${reason}`, { ...fields, from, reason });
}

/**
 * The attempt has ended. Returns its failure; null when the provider took the message. The provider may be third-party code, so its
 * texts are shown without the code and the number.
 */
export function reportEnd(
  attempt: ObservedAttempt,
  end: CallEnd,
  { instruments, log, labelOf }: AttemptTools,
): Failure | null {
  const { provider, message, span, before } = attempt;
  const { name } = provider;
  const redact = redactMessage(message);
  const fields = { provider: name, ...factsOf(end.result, redact) };
  const { outcome, fault, reason, vendor_code, template, line } = fields;
  instruments.attempts.add(1, {
    "otp.provider": labelOf(name),
    "otp.attempt.outcome": outcome,
    ...(fault && { "otp.attempt.fault": fault }),
  });
  span.setAttributes({
    "otp.attempt.outcome": outcome,
    ...(fault && { "otp.attempt.fault": fault }),
    ...(reason && { "otp.attempt.reason": reason }),
    ...(vendor_code && { "otp.vendor.code": vendor_code }),
    ...(template && { "otp.template": template }),
    ...(line && { "otp.line": line }),
  });
  if (reason === undefined) {
    log("info", `${name} accepted the message`, fields);
    if (before !== null)
      log("warn", `degraded: ${before.provider} failed with ${before.reason}, ${name} carried it`, fields);
    return null;
  }
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
  const hint = hintFor(provider, end.result, redact);
  // A verification that was settled meanwhile is no failure to look into.
  const level = end.kind === "stopped" ? "info" : "warn";
  log(level, `${name} ${outcome}: ${reason}${vendor_code ? ` (${vendor_code})` : ""}`, { ...fields, hint });
  if (end.kind === "threw") log("error", `${name} threw: ${redact(textOf(end.error))}`, { provider: name });
  return { provider: name, reason };
}

function factsOf(result: DeliveryResult, redact: Redact) {
  const { outcome, vendorCode, messageId, sentWith } = result;
  return {
    outcome,
    fault: result.outcome === "refused" ? result.fault : undefined,
    reason: result.outcome === "accepted" ? undefined : redact(result.reason),
    vendor_code: vendorCode && redact(vendorCode),
    message_id: messageId && redact(messageId),
    template: sentWith?.kind === "template" ? redact(sentWith.name) : undefined,
    line: sentWith?.kind === "line" ? redact(sentWith.name) : undefined,
  };
}

/** What the provider says about its reason. Its `explain` may throw, too. */
function hintFor(provider: Provider, result: DeliveryResult, redact: Redact): string | undefined {
  if (result.outcome === "accepted") return undefined;
  try {
    const hint = provider.explain(result.reason)?.en;
    return hint && redact(hint);
  } catch {
    return undefined;
  }
}

/** Any value can be thrown: clients of vendors throw plain objects, and some values have no text. */
function textOf(thrown: unknown): string {
  try {
    const text = String(thrown instanceof Error ? thrown.message : thrown);
    return text === "[object Object]" ? JSON.stringify(thrown) : text;
  } catch {
    return "a value without text";
  }
}
