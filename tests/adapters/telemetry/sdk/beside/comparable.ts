/** Exports without what differs from one process, or one moment, to the next. */
import type { Export } from "./collectors.ts";
import type { Row } from "./rows.ts";
import { METRIC_NAMES, SPAN_NAMES } from "./story.ts";

/** All spans together, and how many exports they came in; of metrics the last export, which has all. */
export function comparable(exports: readonly Export[], { callersOnly = false }: Pick<Row, "callersOnly">) {
  const metrics = exports.filter((one) => textOf(one).includes("probe.counter"));
  const spans = exports.filter((one) => !metrics.includes(one));
  const contents = spans.map(contentOf);
  const isWanted = ({ traceId }: Item) => !callersOnly || traceId !== "random";
  return {
    spans: {
      sent: spans.map(envelopeOf),
      resource: contents[0]?.resource,
      items: contents.flatMap(({ items }) => items.filter(isWanted)).sort(asText),
    },
    metrics: metrics.slice(-1).map((one) => [envelopeOf(one), contentOf(one)]),
  };
}

/** Names of the story that occur, as a short summary. */
export function namesIn(exports: readonly Export[] | string): readonly string[] {
  const text = typeof exports === "string" ? exports : exports.map(textOf).join("\n");
  return [...SPAN_NAMES, ...METRIC_NAMES].filter((name) => text.includes(name));
}

const textOf = ({ body }: Export) => new TextDecoder().decode(body);

const asText = (a: unknown, b: unknown) => JSON.stringify(a).localeCompare(JSON.stringify(b));

const envelopeOf = ({ path, contentType, encoding, headers }: Export) => ({
  path,
  contentType,
  encoding,
  headers,
});

interface Item {
  readonly name: string;
  readonly traceId?: string;
}

/** JSON is compared whole. Protobuf has the same messages, so that names are enough. */
function contentOf(one: Export): { readonly resource?: unknown; readonly items: readonly Item[] } {
  const text = textOf(one);
  if (one.contentType !== "application/json") return { items: namesIn(text).map((name) => ({ name })) };
  const { resourceSpans = [], resourceMetrics = [] } = Object(JSON.parse(text, withoutRandomness));
  const [{ resource, scopeSpans = [], scopeMetrics = [] }] = [...resourceSpans, ...resourceMetrics];
  const items: readonly Item[] = [...scopeSpans, ...scopeMetrics].flatMap(
    ({ spans, metrics }) => spans ?? metrics,
  );
  return { resource, items: items.filter(({ name }) => name.startsWith("probe.")) };
}

/** Ids that are not of one digit are random. */
const ID = /^(trace|span|parentSpan)Id$/;
const CALLERS = /^(.)\1+$/;

function withoutRandomness(key: string, value: unknown): unknown {
  if (key.endsWith("UnixNano")) return "time";
  if (ID.test(key) && typeof value === "string" && !CALLERS.test(value)) return "random";
  if (key === "attributes" && Array.isArray(value)) return value.flatMap(stable).sort(asText);
  return value;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Each SDK has its own default of `service.name`; the arguments of the process Ramz leaves out on purpose. */
function stable(attribute: {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}): readonly object[] {
  const { key, value } = attribute;
  if (key === "process.command_args" || key === "service.version") return [];
  if (key === "service.name" && /^(ramz|unknown_service.*)$/.test(value.stringValue ?? "")) return [];
  if (key === "process.pid" || UUID.test(value.stringValue ?? "")) return [{ key, value: "random" }];
  return [attribute];
}
