/** What Ramz exports, as a receiver of another project understands it by the official definitions, over HTTP and over gRPC. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Definition } from "@elastic/mockotlpserver/lib/proto.js";
import { version } from "../../../../package.json";
import { METRICS, type Receiver, startReceiver, TRACES } from "./receiver.ts";
import * as story from "./receiver-story.ts";

/** A program is started and stopped. */
const TIMEOUT_MS = 20_000;

const WAYS = [
  ["http/protobuf", "cumulative"],
  ["grpc", "delta"],
] as const;

describe.each(WAYS)("by %s, a receiver understands", (protocol, temporality) => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver(protocol);
    const preference = { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: temporality };
    await story.verifyOnce({ ...receiver.env, ...preference });
  }, TIMEOUT_MS);
  afterAll(() => receiver[Symbol.asyncDispose]());

  test("each span: its name, kind, parent, status and attributes", () => {
    const spans = receiver.spans();
    const nameOf = (id: string) => spans.find(({ spanId }) => spanId === id)?.name ?? id;
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([story.TRACE]));
    expect(
      spans.map(({ name, kind, parentSpanId, status, attributes }) => ({
        name,
        kind,
        parent: nameOf(parentSpanId),
        status,
        attributes,
      })),
    ).toEqual([...story.SPANS]);
  });

  test("each metric: its unit, type, temporality and values", () => {
    const own = receiver.metrics().filter(({ name }) => !name.startsWith("otel."));
    const read = own.map(({ name, unit, type, points }) => [name, { unit, type, points }] as const);
    expect(Object.fromEntries(read)).toEqual(story.METRICS);
    for (const { type, temporality: understood } of own)
      expect(understood).toBe(type === "gauge" ? null : temporality);
  });

  test("which process sent them", () => {
    const resources = receiver.resources();
    expect(resources.length).toBeGreaterThanOrEqual(2);
    for (const resource of resources)
      expect(resource).toMatchObject({ "service.name": "ramz", "service.version": version });
  });
});

/** Decoding drops what is not in them, so that encoding again makes fewer bytes. */
const known = (definition: Definition, bytes: Uint8Array) =>
  definition.encode(definition.decode(bytes)).finish().length === bytes.length;

describe("the official definitions have", () => {
  test(
    "every field that is exported",
    async () => {
      const exports: (readonly [Definition, Uint8Array])[] = [];
      using server = Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        async fetch(request) {
          const definition = request.url.endsWith("/v1/traces") ? TRACES : METRICS;
          exports.push([definition, await request.bytes()]);
          return new Response();
        },
      });
      await story.verifyOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: server.url.origin });
      expect(new Set(exports.map(([definition]) => definition)).size).toBe(2);
      expect(exports.filter(([definition, bytes]) => !known(definition, bytes))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test("no field of the number 1000", () => {
    expect(known(TRACES, Uint8Array.of())).toBe(true);
    expect(known(TRACES, Uint8Array.of(0xc0, 0x3e, 0x01))).toBe(false);
  });
});
