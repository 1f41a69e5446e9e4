/** An OTLP receiver of another project, Elastic's, which decodes by the official definitions (opentelemetry-proto). */
import { MockOtlpServer } from "@elastic/mockotlpserver";
import { type Definition, getProtoRoot } from "@elastic/mockotlpserver/lib/proto.js";
import { Value } from "@sinclair/typebox/value";
import { type Channel, channel } from "node:diagnostics_channel";
import { MetricExport, metricsFrom, type OtlpMetric } from "./otlp-metrics.ts";
import { type Attributes, attributesFrom, type Span, spansFrom, TraceExport } from "./otlp-spans.ts";

export type ReceiverProtocol = "http/protobuf" | "grpc";

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** Sends everything here, by this protocol. */
  readonly env: Readonly<Record<string, string>>;
  /** All that the receiver holds, headers included, as text: what must not be exported is searched for here. */
  everything(): string;
  /** Oldest first. */
  spans(): readonly Span[];
  /** In the order of their exports. */
  metrics(): readonly OtlpMetric[];
  /** Attributes of the process, one for each of its exports. */
  resources(): readonly Attributes[];
}

/** Where the receiver publishes what it decoded. Held here, since Bun forgets a channel, with its listeners, that only they hold. */
const CHANNELS = {
  traces: channel("otlp.v1.trace"),
  metrics: channel("otlp.v1.metrics"),
  requests: channel("otlp.v1.request"),
};

const typeOf = (name: string) => getProtoRoot().lookupType(`opentelemetry.proto.collector.${name}`);
export const TRACES = typeOf("trace.v1.ExportTraceServiceRequest");
export const METRICS = typeOf("metrics.v1.ExportMetricsServiceRequest");

/** One at a time, since its channels belong to the process. */
export async function startReceiver(protocol: ReceiverProtocol = "http/protobuf"): Promise<Receiver> {
  const traces = listenTo(CHANNELS.traces);
  const metrics = listenTo(CHANNELS.metrics);
  const requests = listenTo(CHANNELS.requests);
  const server = new MockOtlpServer({
    logLevel: "warn",
    services: [protocol === "grpc" ? "grpc" : "http"],
    httpHostname: "127.0.0.1",
    httpPort: 0,
    grpcHostname: "127.0.0.1",
    grpcPort: 0,
  });
  await server.start();
  const url = String(server.grpcUrl ?? server.httpUrl).replace(/\/$/, "");
  const resourceSpans = () =>
    traces.heard.flatMap((one) => Value.Parse(TraceExport, plain(TRACES, one)).resourceSpans);
  const resourceMetrics = () =>
    metrics.heard.flatMap((one) => Value.Parse(MetricExport, plain(METRICS, one)).resourceMetrics);
  return {
    url,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
    everything: () =>
      JSON.stringify([
        requests.heard,
        traces.heard.map((one) => plain(TRACES, one)),
        metrics.heard.map((one) => plain(METRICS, one)),
      ]),
    spans: () => spansFrom(resourceSpans()),
    metrics: () => metricsFrom(resourceMetrics()),
    resources: () =>
      [...resourceSpans(), ...resourceMetrics()].map(({ resource }) => attributesFrom(resource.attributes)),
    async [Symbol.asyncDispose]() {
      await server.close();
      for (const listener of [traces, metrics, requests]) listener[Symbol.dispose]();
    },
  };
}

interface Listener extends Disposable {
  readonly heard: readonly object[];
}

function listenTo(source: Channel): Listener {
  const heard: object[] = [];
  const note = (message: unknown) => void heard.push(Object(message));
  source.subscribe(note);
  return {
    heard,
    [Symbol.dispose]() {
      source.unsubscribe(note);
    },
  };
}

/** What was decoded, as OTLP's JSON has it: 64-bit numbers as text, ids in hexadecimal digits. */
function plain(definition: Definition, decoded: object): unknown {
  const object = definition.toObject(definition.fromObject(decoded), { longs: String });
  return JSON.parse(JSON.stringify(object, (_, value: unknown) => hexOf(value) ?? value));
}

/** Of bytes, in the form that JSON.stringify gives a Buffer. */
function hexOf(value: unknown): string | null {
  const { type, data } = Object(value);
  return type === "Buffer" && Array.isArray(data) ? Buffer.from(data).toString("hex") : null;
}
