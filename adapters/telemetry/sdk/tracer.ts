/** Makes spans: which trace they belong to, whether they are sampled, and where they go when they end. */
import {
  type Context,
  type Span,
  type SpanContext,
  type SpanKind,
  trace,
  TraceFlags,
} from "@opentelemetry/api";
import { RandomIdGenerator, type Sampler, SamplingDecision } from "@opentelemetry/sdk-trace";
import { RecordedSpan } from "./span.ts";

/** A span below the one `within` names; without one there, the first of a new trace. */
export type StartSpan = (name: string, kind: SpanKind, within: Context) => Span;

/** `ended` gets every span that is sampled, once. Those that are not carry their trace on and keep nothing. */
export function createTracer(sampler: Sampler, ended: (span: RecordedSpan) => void): StartSpan {
  const ids = new RandomIdGenerator();

  /** The library's samplers decide alike for all spans of a trace, so they are asked once: where it enters this process. */
  function entered(name: string, kind: SpanKind, within: Context, caller: SpanContext | undefined) {
    const traceId = caller?.traceId ?? ids.generateTraceId();
    const { decision } = sampler.shouldSample(within, traceId, name, kind, {}, []);
    const sampled = decision === SamplingDecision.RECORD_AND_SAMPLED;
    const traceState = caller?.traceState;
    const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
    return { traceId, traceFlags, ...(traceState && { traceState }) };
  }

  return (name, kind, within) => {
    const parent = trace.getSpanContext(within);
    const isOurs = parent !== undefined && parent.isRemote !== true;
    const joined = isOurs ? parent : entered(name, kind, within, parent);
    const context: SpanContext = { ...joined, spanId: ids.generateSpanId() };
    const sampled = (context.traceFlags & TraceFlags.SAMPLED) !== 0;
    return sampled
      ? new RecordedSpan({ name, kind, context, parent }, ended)
      : trace.wrapSpanContext(context);
  };
}
