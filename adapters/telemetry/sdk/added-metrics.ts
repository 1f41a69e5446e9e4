/** The metrics of several processes as those of one: what is counted is added up, what is a state keeps its process. */
import type { Attributes, HrTime } from "@opentelemetry/api";
import { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
  type ScopeMetrics,
} from "@opentelemetry/sdk-metrics";

/** The metrics of one process since its start, as plain data that another process can be sent. */
export interface ProcessMetrics {
  /** Of the process: its name, version, … */
  readonly attributes: Attributes;
  readonly scopeMetrics: readonly ScopeMetrics[];
}

/** The number of a worker, and its metrics. */
export type WorkerMetrics = readonly [worker: number, metrics: ProcessMetrics];

/** A copy that holds data alone. */
export function plainMetrics({ resource, scopeMetrics }: ResourceMetrics): ProcessMetrics {
  return { attributes: resource.attributes, scopeMetrics };
}

const serializer = new PrometheusSerializer();

/** In Prometheus' text format. */
export function prometheusText({ attributes, scopeMetrics }: ProcessMetrics): string {
  return serializer.serialize({
    resource: resourceFromAttributes(attributes),
    scopeMetrics: [...scopeMetrics],
  });
}

/**
 * Counters and histograms are added up, also those of processes that have `ended`; what else there is has a label `worker` with its number.
 * The attributes are those in which all who live agree.
 */
export function addUp(
  living: readonly WorkerMetrics[],
  ended: readonly ProcessMetrics[] = [],
): ProcessMetrics {
  const scopes = new Map<string, ScopeSum>();
  const add = (metrics: ProcessMetrics, labels: Attributes | null) => {
    for (const { scope, metrics: some } of metrics.scopeMetrics) {
      const key = `${scope.name} ${scope.version}`;
      const sum: ScopeSum = scopes.get(key) ?? { scope, metrics: new Map() };
      scopes.set(key, sum);
      for (const metric of some) addMetric(sum.metrics, metric, labels);
    }
  };
  for (const metrics of ended) add(metrics, null);
  for (const [worker, metrics] of living) add(metrics, { worker: String(worker) });
  return {
    attributes: sharedAttributes(living.map(([, { attributes }]) => attributes)),
    scopeMetrics: [...scopes.values()].map(({ scope, metrics }) => ({
      scope,
      metrics: [...metrics.values()],
    })),
  };
}

interface ScopeSum {
  readonly scope: ScopeMetrics["scope"];
  readonly metrics: Map<string, MetricData>;
}

/** `labels`: of a state; null leaves states out, because their process has none any more. */
function addMetric(sums: Map<string, MetricData>, metric: MetricData, labels: Attributes | null): void {
  const { name } = metric.descriptor;
  const before = sums.get(name);
  switch (metric.dataPointType) {
    case DataPointType.HISTOGRAM: {
      const points = before?.dataPointType === metric.dataPointType ? before.dataPoints : [];
      const dataPoints = addPoints([...points, ...metric.dataPoints], addHistograms);
      return void sums.set(name, { ...metric, dataPoints });
    }
    case DataPointType.SUM:
    case DataPointType.GAUGE: {
      const points = before?.dataPointType === metric.dataPointType ? before.dataPoints : [];
      if (metric.dataPointType === DataPointType.SUM && metric.isMonotonic) {
        const dataPoints = addPoints([...points, ...metric.dataPoints], (one, other) => one + other);
        sums.set(name, { ...metric, dataPoints });
      } else if (labels !== null) {
        const states = metric.dataPoints.map((point) => ({
          ...point,
          attributes: { ...point.attributes, ...labels },
        }));
        sums.set(name, { ...metric, dataPoints: [...points, ...states] });
      }
      return;
    }
    // Prometheus' text format has none.
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      return;
  }
}

/** One point for each set of attributes. */
function addPoints<T>(points: readonly DataPoint<T>[], add: (one: T, other: T) => T): DataPoint<T>[] {
  const sums = new Map<string, DataPoint<T>>();
  for (const point of points) {
    const key = keyOf(point.attributes);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? point : addPoint(sum, point, add));
  }
  return [...sums.values()];
}

function addPoint<T>(one: DataPoint<T>, other: DataPoint<T>, add: (one: T, other: T) => T): DataPoint<T> {
  return {
    attributes: one.attributes,
    startTime: isBefore(one.startTime, other.startTime) ? one.startTime : other.startTime,
    endTime: isBefore(one.endTime, other.endTime) ? other.endTime : one.endTime,
    value: add(one.value, other.value),
  };
}

/** All processes run the same version, so their buckets have the same boundaries. */
function addHistograms(one: Histogram, other: Histogram): Histogram {
  const counts = one.buckets.counts.map((count, at) => count + (other.buckets.counts[at] ?? 0));
  return {
    buckets: { boundaries: one.buckets.boundaries, counts },
    count: one.count + other.count,
    sum: (one.sum ?? 0) + (other.sum ?? 0),
  };
}

function isBefore([seconds, nanos]: HrTime, [otherSeconds, otherNanos]: HrTime): boolean {
  return seconds < otherSeconds || (seconds === otherSeconds && nanos < otherNanos);
}

function keyOf(attributes: Attributes): string {
  return JSON.stringify(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function sharedAttributes([first = {}, ...others]: readonly Attributes[]): Attributes {
  const isShared = ([name, value]: [string, unknown]) =>
    others.every((other) => JSON.stringify(other[name]) === JSON.stringify(value));
  return Object.fromEntries(Object.entries(first).filter(isShared));
}
