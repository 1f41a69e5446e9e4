/** Spans of an OTLP export in its JSON form, as tests read them. */
import { type Static, Type } from "@sinclair/typebox";

/** Of a span, an event, a resource or a data point. Whole numbers are text in JSON when they may have 64 bits. */
export const Attribute = Type.Object({
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
  attributes: Type.Optional(Type.Array(Attribute)),
  events: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), attributes: Type.Optional(Type.Array(Attribute)) })),
  ),
  status: Type.Optional(
    Type.Object({ code: Type.Optional(Type.Integer()), message: Type.Optional(Type.String()) }),
  ),
});
export const TraceExport = Type.Object({
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

/** The spans of exports, oldest first. */
export function spansFrom(exports: Static<typeof TraceExport>["resourceSpans"]): readonly Span[] {
  return exports
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(spanFrom)))
    .sort(parentsFirst);
}

/** Clocks tick in milliseconds, and a whole send may fit into one; parents begin before their children. */
function parentsFirst(a: Span, b: Span): number {
  const index = ({ attributes }: Span) => Number(attributes["otp.attempt.index"] ?? -1);
  return Number(a.startedAt - b.startedAt) || DEPTH[a.kind] - DEPTH[b.kind] || index(a) - index(b);
}

const DEPTH: Readonly<Record<Span["kind"], number>> = { other: 0, server: 0, internal: 1, client: 2 };

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

export function attributesFrom(list: readonly Static<typeof Attribute>[] = []): Attributes {
  return Object.fromEntries(
    list.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
      key,
      stringValue ?? boolValue ?? Number(intValue ?? doubleValue),
    ]),
  );
}
