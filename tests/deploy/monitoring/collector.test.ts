/** The collector's configuration: every part that a pipeline names is there, and it listens where Ramz sends. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { join } from "node:path";

const FILE = join(import.meta.dir, "../../../app/deploy/collector/config.yaml");
const Names = Type.Array(Type.String(), { minItems: 1 });
const Parts = Type.Record(Type.String(), Type.Unknown());
const Config = Type.Object({
  receivers: Type.Object({
    otlp: Type.Object({
      protocols: Type.Object({
        grpc: Type.Object({ endpoint: Type.Literal("0.0.0.0:4317") }),
        http: Type.Object({ endpoint: Type.Literal("0.0.0.0:4318") }),
      }),
    }),
  }),
  processors: Parts,
  exporters: Parts,
  service: Type.Object({
    pipelines: Type.Record(
      Type.String(),
      Type.Object({ receivers: Names, processors: Names, exporters: Names }),
    ),
  }),
});

test("every part of a pipeline is configured, and every configured part is used", async () => {
  const { receivers, processors, exporters, service } = Value.Decode(
    Config,
    Bun.YAML.parse(await Bun.file(FILE).text()),
  );
  const pipelines = Object.values(service.pipelines);
  expect(Object.keys(service.pipelines)).toEqual(["traces", "metrics"]);
  const used = (kind: "receivers" | "processors" | "exporters") =>
    [...new Set(pipelines.flatMap((pipeline) => pipeline[kind]))].toSorted();
  expect(used("receivers")).toEqual(Object.keys(receivers).toSorted());
  expect(used("processors")).toEqual(Object.keys(processors).toSorted());
  expect(used("exporters")).toEqual(Object.keys(exporters).toSorted());
});
