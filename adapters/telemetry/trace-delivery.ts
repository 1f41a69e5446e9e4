/** One span, two metrics and the log lines of every call of a provider. */
import {
  context,
  createContextKey,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import {
  type DeliveryMessage,
  type DeliveryResult,
  type Provider,
  readDeliveryResult,
} from "../../domain/delivery.ts";
import { maskRecipient } from "../../domain/recipient.ts";
import type { Log } from "./log.ts";
import type { Instruments } from "./metrics.ts";
import type { Redact } from "./redact.ts";
import type { StartSpan } from "./tracer.ts";

/** What the attempts of one send share: the `otp.deliver` span around them, and who failed before. */
export interface SendTrace {
  deliver?: Span;
  readonly purpose?: string;
  failed?: { readonly provider: string; readonly reason: string };
}

const NONSENSE: DeliveryResult = { outcome: "unknown", reason: "provider_answered_nonsense" };

const SEND = createContextKey("otp send");

/** The context in which a send's attempts find each other. */
export function withSend(send: SendTrace, base: Context = context.active()): Context {
  return base.setValue(SEND, send);
}

export interface TraceTools {
  readonly startSpan: StartSpan;
  readonly instruments: Instruments;
  readonly log: Log;
  readonly redact: Redact;
}

export function traceDelivery(provider: Provider, tools: TraceTools): Provider {
  return {
    ...provider,
    deliver(message, deadline) {
      const send = sendOf(context.active());
      send.deliver ??= tools.startSpan("otp.deliver", SpanKind.INTERNAL, context.active());
      const below = trace.setSpan(context.active(), send.deliver);
      const span = tools.startSpan("otp.delivery.attempt", SpanKind.CLIENT, below);
      return context.with(trace.setSpan(below, span), async () => {
        span.setAttributes(attributesOf(provider, message, send));
        const startedAt = performance.now();
        let outcome: DeliveryResult["outcome"] = "unknown";
        announce(provider, message, send, tools);
        try {
          const answer: unknown = await provider.deliver(message, deadline);
          const result = readDeliveryResult(answer, message.code) ?? NONSENSE;
          conclude(provider, result, span, send, tools);
          outcome = result.outcome;
          return result;
        } catch (error) {
          conclude(provider, { outcome: "unknown", reason: "provider_failed" }, span, send, tools);
          const text = error instanceof Error ? error.message : String(error);
          // Third-party code may put anything into its errors, even the code it was to carry.
          tools.log(
            "error",
            `${provider.name} threw: ${text.replaceAll(message.code, "***").replaceAll(message.recipient, maskRecipient(message.recipient))}`,
            {
              provider: provider.name,
            },
          );
          throw error;
        } finally {
          tools.instruments.attemptDuration.record((performance.now() - startedAt) / 1000, {
            "otp.provider": provider.name,
            "otp.attempt.outcome": outcome,
          });
          span.end();
        }
      });
    },
  };
}

function sendOf(active: Context): SendTrace {
  const send = active.getValue(SEND);
  return isSendTrace(send) ? send : {};
}

function isSendTrace(value: unknown): value is SendTrace {
  return typeof value === "object" && value !== null;
}

function attributesOf(provider: Provider, message: DeliveryMessage, { purpose }: SendTrace) {
  return {
    "otp.app": message.app,
    ...(purpose !== undefined && { "otp.purpose": purpose }),
    "otp.channel": message.channel,
    "otp.provider": provider.name,
    "otp.attempt.index": message.attemptIndex,
  };
}

function announce(
  { name }: Provider,
  message: DeliveryMessage,
  send: SendTrace,
  { instruments, log }: TraceTools,
): void {
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

function conclude(
  provider: Provider,
  result: DeliveryResult,
  span: Span,
  send: SendTrace,
  tools: TraceTools,
): void {
  const { name } = provider;
  const reason = result.outcome === "accepted" ? undefined : result.reason;
  const fault = result.outcome === "refused" ? result.fault : undefined;
  tools.instruments.attempts({ "otp.provider": name, "otp.attempt.outcome": result.outcome });
  span.setAttributes({
    "otp.attempt.outcome": result.outcome,
    ...(fault && { "otp.attempt.fault": fault }),
    ...(reason && { "otp.attempt.reason": reason }),
    ...(result.vendorCode && { "otp.vendor.code": result.vendorCode }),
  });
  const fields = {
    provider: name,
    outcome: result.outcome,
    fault,
    reason,
    vendor_code: result.vendorCode,
    message_id: result.messageId,
  };
  if (reason === undefined) {
    tools.log("info", `${name} accepted the message`, fields);
    if (send.failed)
      tools.log(
        "warn",
        `degraded: ${send.failed.provider} failed with ${send.failed.reason}, ${name} carried it`,
        fields,
      );
    return;
  }
  send.failed = { provider: name, reason };
  span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
  const hint = provider.explain(reason)?.en;
  tools.log(
    "warn",
    `${name} ${result.outcome}: ${reason}${result.vendorCode ? ` (${result.vendorCode})` : ""}`,
    { ...fields, hint },
  );
}
