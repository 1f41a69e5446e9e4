/** Metrics of several processes, added up: real instruments, each process with an SDK of its own. */
import { expect, test } from "bun:test";
import {
  addUp,
  prometheusText,
  type ProcessMetrics,
} from "../../../../adapters/telemetry/sdk/added-metrics.ts";
import { startSdk } from "../../../../adapters/telemetry/sdk/sdk.ts";

interface Did {
  readonly seconds: readonly number[];
  readonly open: number;
  readonly queued: number;
}

/** What a process hands to another, which is data alone. */
async function processThat({ seconds, open, queued }: Did): Promise<ProcessMetrics> {
  const { meter, collect, shutdown } = await startSdk({ version: "test", exports: false, log: () => {} });
  const histogram = meter.createHistogram("took", { advice: { explicitBucketBoundaries: [1, 2] } });
  const counter = meter.createCounter("done");
  for (const one of seconds) {
    histogram.record(one, { way: "a" });
    counter.add(1, one > 1 ? { slow: "yes", way: "a" } : { way: "a", slow: "no" });
  }
  meter.createObservableGauge("open").addCallback((result) => result.observe(open));
  meter.createUpDownCounter("queued").add(queued);
  const metrics = structuredClone(await collect());
  await shutdown();
  return metrics;
}

/** The lines of values, without the labels of the scope. */
function lines(metrics: ProcessMetrics): readonly string[] {
  return prometheusText(metrics)
    .split("\n")
    .filter((line) => /^(took|done|open|queued)/.test(line))
    .map((line) =>
      line
        .replace(/,?otel_scope_\w+="[^"]*"/g, "")
        .replace(/\{,?/, "{")
        .replace("{}", ""),
    );
}

const first = await processThat({ seconds: [0.5, 1.5], open: 1, queued: 3 });
const second = await processThat({ seconds: [1.5, 9], open: 0, queued: 4 });
const ended = await processThat({ seconds: [9], open: 1, queued: 5 });

test("counters and histograms are added up, states keep their worker, and those of ended processes are gone", () => {
  expect(
    lines(
      addUp(
        [
          [1, first],
          [2, second],
        ],
        [ended],
      ),
    ).toSorted(),
  ).toEqual(
    [
      'done_total{slow="yes",way="a"} 4',
      'done_total{way="a",slow="no"} 1',
      'open{worker="1"} 1',
      'open{worker="2"} 0',
      'queued{worker="1"} 3',
      'queued{worker="2"} 4',
      'took_bucket{way="a",le="+Inf"} 5',
      'took_bucket{way="a",le="1"} 1',
      'took_bucket{way="a",le="2"} 3',
      'took_count{way="a"} 5',
      'took_sum{way="a"} 21.5',
    ].toSorted(),
  );
});

const counts = (metrics: ProcessMetrics) => lines(metrics).filter((line) => /^(took|done)/.test(line));

test("adding up in two steps gives the same counts as in one", () => {
  const atOnce = addUp([], [first, second, ended]);
  const inSteps = addUp([], [addUp([], [first, second]), ended]);
  expect(counts(inSteps).toSorted()).toEqual(counts(atOnce).toSorted());
});

const named = (attributes: ProcessMetrics["attributes"]) => ({ attributes, scopeMetrics: [] });

test("the process is described by what all that live have in common", () => {
  const both = addUp([
    [1, named({ "service.name": "ramz", "service.instance.id": "a" })],
    [2, named({ "service.name": "ramz", "service.instance.id": "b" })],
  ]);
  expect(both.attributes).toEqual({ "service.name": "ramz" });
});
