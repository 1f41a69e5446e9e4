/** Metrics of an OTLP export in its JSON form, as tests read them. */
import { type Static, Type } from "@sinclair/typebox";
import { Attribute, type Attributes, attributesFrom } from "./otlp-spans.ts";

const Point = Type.Object({
  attributes: Type.Optional(Type.Array(Attribute)),
  asDouble: Type.Optional(Type.Number()),
  asInt: Type.Optional(Type.String()),
  count: Type.Optional(Type.String()),
});
const dataPoints = Type.Array(Point);
/** Numbers of the protocol (opentelemetry-proto, metrics.proto, AggregationTemporality). */
const aggregationTemporality = Type.Union([Type.Literal(1), Type.Literal(2)]);
const Metric = Type.Object({
  name: Type.String(),
  description: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  gauge: Type.Optional(Type.Object({ dataPoints })),
  sum: Type.Optional(
    Type.Object({ dataPoints, aggregationTemporality, isMonotonic: Type.Optional(Type.Boolean()) }),
  ),
  histogram: Type.Optional(Type.Object({ dataPoints, aggregationTemporality })),
});
export const MetricExport = Type.Object({
  resourceMetrics: Type.Array(
    Type.Object({
      resource: Type.Object({ attributes: Type.Array(Attribute) }),
      scopeMetrics: Type.Array(Type.Object({ metrics: Type.Array(Metric) })),
    }),
  ),
});

export interface OtlpMetric {
  readonly name: string;
  /** Empty for a plain number. */
  readonly unit: string;
  readonly type: "counter" | "up-down counter" | "gauge" | "histogram";
  /** Null for a gauge, which has none. */
  readonly temporality: "delta" | "cumulative" | null;
  /** Of a histogram the value is the number of measurements. */
  readonly points: readonly (readonly [Attributes, number])[];
}

export function metricsFrom(exports: Static<typeof MetricExport>["resourceMetrics"]): readonly OtlpMetric[] {
  return exports.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(metricFrom)),
  );
}

function metricFrom({ name, unit = "", gauge, sum, histogram }: Static<typeof Metric>): OtlpMetric {
  if (gauge) return { name, unit, type: "gauge", temporality: null, points: gauge.dataPoints.map(pointFrom) };
  if (sum) {
    const type = sum.isMonotonic === true ? "counter" : "up-down counter";
    return { name, unit, type, ...aggregated(sum) };
  }
  if (histogram) return { name, unit, type: "histogram", ...aggregated(histogram) };
  throw new Error(`${name} has no data of a known type`);
}

function aggregated(data: Static<typeof Metric>["histogram"] & object) {
  return {
    temporality: data.aggregationTemporality === 1 ? "delta" : "cumulative",
    points: data.dataPoints.map(pointFrom),
  } as const;
}

function pointFrom({ attributes = [], asDouble, asInt, count }: Static<typeof Point>) {
  return [attributesFrom(attributes), asDouble ?? Number(asInt ?? count)] as const;
}
