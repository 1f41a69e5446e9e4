/** A collector for tests: takes OTLP over HTTP as a real one does, keeps every byte, and reads the spans back. */
import { Value } from "@sinclair/typebox/value";
import { type Attributes, attributesFrom, type Span, spansFrom, TraceExport } from "./otlp-spans.ts";

export type { Attributes, Span } from "./otlp-spans.ts";

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
    spans: () => spansFrom(exports()),
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
