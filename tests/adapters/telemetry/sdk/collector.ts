/** A collector for tests: takes OTLP over HTTP as a real one does, keeps every byte, and reads the spans back. */
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";

const Attribute = Type.Object({
  key: Type.String(),
  value: Type.Object({
    stringValue: Type.Optional(Type.String()),
    intValue: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
    doubleValue: Type.Optional(Type.Number()),
    boolValue: Type.Optional(Type.Boolean()),
  }),
});
const OtlpSpan = Type.Object({
  traceId: Type.String(),
  spanId: Type.String(),
  parentSpanId: Type.Optional(Type.String()),
  name: Type.String(),
  kind: Type.Integer(),
  startTimeUnixNano: Type.String(),
  attributes: Type.Array(Attribute),
  events: Type.Optional(Type.Array(Type.Object({ name: Type.String(), attributes: Type.Array(Attribute) }))),
  status: Type.Optional(
    Type.Object({ code: Type.Optional(Type.Integer()), message: Type.Optional(Type.String()) }),
  ),
});
const TraceExport = Type.Object({
  resourceSpans: Type.Array(
    Type.Object({
      resource: Type.Object({ attributes: Type.Array(Attribute) }),
      scopeSpans: Type.Array(Type.Object({ spans: Type.Array(OtlpSpan) })),
    }),
  ),
});

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "other";
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly status: "unset" | "ok" | "error";
  readonly startedAt: bigint;
}

export interface Received {
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Collector extends AsyncDisposable {
  readonly url: string;
  /** Sends everything here, in the form that `spans` reads. */
  readonly env: Readonly<Record<string, string>>;
  readonly received: readonly Received[];
  /** Everything it was sent, as text: what must not be exported is searched for here. */
  everything(): string;
  /** Oldest first. */
  spans(): readonly Span[];
  /** Attributes of the process the spans came from. */
  resource(): Attributes;
  /** Names of the metrics it was sent. */
  metricNames(): ReadonlySet<string>;
}

/** Clocks tick in milliseconds, and a whole send may fit into one; parents begin before their children. */
function parentsFirst(a: Span, b: Span): number {
  const index = ({ attributes }: Span) => Number(attributes["otp.attempt.index"] ?? -1);
  return Number(a.startedAt - b.startedAt) || DEPTH[a.kind] - DEPTH[b.kind] || index(a) - index(b);
}

const DEPTH: Readonly<Record<Span["kind"], number>> = { other: 0, server: 0, internal: 1, client: 2 };

/** `answer` makes a bad collector; a good one takes everything. */
export function startCollector(
  answer: () => Response | Promise<Response> = () => Response.json({}),
): Collector {
  const received: Received[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const { url, headers } = request;
      received.push({ path: new URL(url).pathname, headers, body: await request.text() });
      return answer();
    },
  });
  const exports = () =>
    received
      .filter(({ path }) => path === "/v1/traces")
      .flatMap(({ body }) => Value.Parse(TraceExport, JSON.parse(body)).resourceSpans);
  return {
    url: server.url.origin,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: server.url.origin, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
    received,
    everything: () => received.map(({ path, body }) => `${path} ${body}`).join("\n"),
    spans: () =>
      exports()
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(spanFrom)))
        .sort(parentsFirst),
    resource: () => attributesFrom(exports()[0]?.resource.attributes ?? []),
    metricNames() {
      const bodies = received.filter(({ path }) => path === "/v1/metrics").map(({ body }) => body);
      return new Set(
        bodies.flatMap((body) => [...body.matchAll(/"name":"(otp\.[a-z.]+)"/g)].map(([, name = ""]) => name)),
      );
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

/** Numbers of the protocol (opentelemetry-proto, trace.proto). */
const KINDS: readonly Span["kind"][] = ["other", "internal", "server", "client"];
const STATUSES: readonly Span["status"][] = ["unset", "ok", "error"];

function spanFrom(span: Static<typeof OtlpSpan>): Span {
  const { name, traceId, spanId, parentSpanId = "", events = [] } = span;
  return {
    name,
    kind: KINDS[span.kind] ?? "other",
    traceId,
    spanId,
    parentSpanId,
    attributes: attributesFrom(span.attributes),
    events: events.map((event) => ({ name: event.name, attributes: attributesFrom(event.attributes) })),
    status: STATUSES[span.status?.code ?? 0] ?? "unset",
    startedAt: BigInt(span.startTimeUnixNano),
  };
}

function attributesFrom(list: readonly Static<typeof Attribute>[]): Attributes {
  return Object.fromEntries(
    list.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
      key,
      stringValue ?? boolValue ?? Number(intValue ?? doubleValue),
    ]),
  );
}
