/** Spans and metrics that meet every setting: parents of every kind, attributes, events and links beyond small limits. */
import { type Context, type Meter, ROOT_CONTEXT, SpanKind, trace, type Tracer } from "@opentelemetry/api";

/** Trace ids of callers, which samplers decide by, are of one digit. */
const TRACES = ["1", "7", "9", "e"].map((digit) => digit.repeat(32));
const SPAN = "3".repeat(16);

export interface Instrumented {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** The caller that these headers name. */
  extract(headers: Readonly<Record<string, string>>): Context;
}

export const SPAN_NAMES = ["root", "w3c", "unsampled", "b3", "b3multi", "child"].map(
  (name) => `probe.${name}`,
);
export const METRIC_NAMES = ["counter", "up_down", "gauge", "duration"].map((name) => `probe.${name}`);

export function useEverything({ tracer, meter, extract }: Instrumented): void {
  const within = (name: string, parent: Context) => {
    const span = tracer.startSpan(`probe.${name}`, { kind: SpanKind.SERVER, links: LINKS }, parent);
    span.setAttributes({ text: "abcdefgh", whole: 201, fraction: 0.25, yes: true, list: ["abcdef", "b"] });
    for (const event of ["first", "second"]) span.addEvent(event, { one: "abcdef", two: 2 });
    tracer.startSpan("probe.child", {}, trace.setSpan(parent, span)).end();
    span.end();
  };
  within("root", ROOT_CONTEXT);
  for (const id of TRACES) {
    within("w3c", extract({ traceparent: `00-${id}-${SPAN}-01`, tracestate: "a=b", baggage: "c=d" }));
    within("unsampled", extract({ traceparent: `00-${id}-${SPAN}-00` }));
  }
  within("b3", extract({ b3: `${TRACES[0]}-${SPAN}-1` }));
  within("b3multi", extract({ "x-b3-traceid": TRACES[1] ?? "", "x-b3-spanid": SPAN, "x-b3-sampled": "1" }));

  meter.createCounter("probe.counter").add(2, { a: "b" });
  meter.createUpDownCounter("probe.up_down").add(-1);
  meter.createObservableGauge("probe.gauge").addCallback((result) => result.observe(7));
  meter.createHistogram("probe.duration", { unit: "s" }).record(0.2);
}

const LINKS = ["4", "5"].map((digit) => ({
  context: { traceId: digit.repeat(32), spanId: digit.repeat(16), traceFlags: 1 },
  attributes: { one: "abcdef", two: 2 },
}));
