/** One span, two metrics and the log lines of every call of a provider. */
import { context, SpanKind, trace } from "@opentelemetry/api";
import type { DeliveryMessage, Provider } from "../../../domain/delivery/provider.ts";
import type { Clock } from "../../../domain/ports.ts";
import { tellBegin, tellEnd } from "./attempt-events.ts";
import { callUntilEnded, resultOf } from "./call-outcome.ts";
import type { Log } from "../log/log.ts";
import type { Instruments } from "../metrics.ts";
import { type SendTrace, sendOf } from "./send-context.ts";
import type { StartSpan } from "../sdk/tracer.ts";

export interface TraceTools {
  readonly startSpan: StartSpan;
  readonly clock: Clock;
  readonly instruments: Instruments;
  readonly log: Log;
}

/** The provider, with every call told once: when it answered, when its time was up, or when the send was over before that. */
export function traceDelivery(provider: Provider, tools: TraceTools): Provider {
  const { startSpan, clock, instruments } = tools;
  return {
    ...provider,
    deliver(message, deadline) {
      const send = sendOf(context.active());
      send.deliver ??= startSpan("otp.deliver", SpanKind.INTERNAL, context.active());
      const below = trace.setSpan(context.active(), send.deliver);
      const span = startSpan("otp.delivery.attempt", SpanKind.CLIENT, below);
      const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
      send.stop = stop;
      return context.with(trace.setSpan(below, span), async () => {
        const attempted = { provider, message, send, span };
        span.setAttributes(attributesOf(provider, message, send));
        const startedAt = performance.now();
        tellBegin(attempted, tools);
        const ending = await callUntilEnded(provider, message, deadline, clock, stopped);
        const result = resultOf(ending);
        instruments.attemptDuration.record((performance.now() - startedAt) / 1000, {
          "otp.provider": provider.name,
          "otp.attempt.outcome": result.outcome,
        });
        tellEnd(attempted, ending, tools);
        span.end();
        return result;
      });
    },
  };
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
