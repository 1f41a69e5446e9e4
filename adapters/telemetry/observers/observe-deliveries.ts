/** The delivery observer: `otp.deliver` around a send, and a span, two metrics and log lines for every attempt (design §6.3). */
import { context, type Span, SpanKind, trace, type Tracer } from "@opentelemetry/api";
import type { Attempt } from "../../../domain/delivery/attempt.ts";
import type { DeliveryObserver } from "../../../domain/delivery/observer.ts";
import type { DeliveryMessage, Provider } from "../../../domain/delivery/provider.ts";
import { type AttemptTools, type Failure, reportEnd, reportStart } from "./attempt-events.ts";

export interface DeliveryTools extends AttemptTools {
  readonly tracer: Tracer;
}

/** Spans of a send are children of what is active when it starts. `otp.deliver` begins with the first attempt. */
export function createDeliveryObserver(tools: DeliveryTools): DeliveryObserver {
  const { tracer, instruments, labelOf } = tools;
  return {
    sendStarted(purpose, lostBy) {
      const outside = context.active();
      let sendSpan: Span | undefined;
      /** Of the attempt before. */
      let failure: Failure | null = lostBy === undefined ? null : { provider: lostBy, reason: "undelivered" };
      return {
        attemptStarted(provider, message) {
          sendSpan ??= tracer.startSpan("otp.deliver", { kind: SpanKind.INTERNAL }, outside);
          const inSend = trace.setSpan(outside, sendSpan);
          const span = tracer.startSpan("otp.delivery.attempt", { kind: SpanKind.CLIENT }, inSend);
          const inAttempt = trace.setSpan(inSend, span);
          span.setAttributes(attributesOf(provider, message, purpose));
          const startedAt = performance.now();
          const attempt = { provider, message, span, before: failure };
          context.with(inAttempt, () => reportStart(attempt, tools));
          return {
            run: (call) => context.with(inAttempt, call),
            attemptEnded(end) {
              instruments.attemptDuration.record((performance.now() - startedAt) / 1000, {
                "otp.provider": labelOf(provider.name),
                "otp.attempt.outcome": end.result.outcome,
              });
              failure = context.with(inAttempt, () => reportEnd(attempt, end, tools));
              span.end();
            },
          };
        },
        placeWaited(provider, waitedMs, isGiven) {
          instruments.placeWait.record(waitedMs / 1000, {
            "otp.provider": labelOf(provider.name),
            "otp.place_given": isGiven,
          });
          if (isGiven && waitedMs === 0) return;
          const span = sendSpan ?? trace.getSpan(outside);
          span?.addEvent("otp.delivery.waited", {
            "otp.provider": provider.name,
            "otp.wait_ms": waitedMs,
            "otp.place_given": isGiven,
          });
        },
        sendEnded(attempts) {
          reportSkips(attempts, sendSpan ?? trace.getSpan(outside), tools);
          sendSpan?.end();
        },
      };
    },
  };
}

function attributesOf(provider: Provider, message: DeliveryMessage, purpose: string) {
  return {
    "otp.app": message.app,
    "otp.purpose": purpose,
    "otp.channel": message.channel,
    "otp.provider": provider.name,
    "otp.attempt.index": message.attemptIndex,
  };
}

/** A provider that was skipped is an event, because nothing was called. */
function reportSkips(
  attempts: readonly Attempt[],
  span: Span | undefined,
  { instruments, labelOf }: DeliveryTools,
): void {
  for (const { outcome, provider, reason = "" } of attempts) {
    if (outcome !== "skipped") continue;
    instruments.attempts.add(1, { "otp.provider": labelOf(provider), "otp.attempt.outcome": "skipped" });
    span?.addEvent("otp.delivery.skipped", { "otp.provider": provider, "otp.attempt.reason": reason });
  }
}
