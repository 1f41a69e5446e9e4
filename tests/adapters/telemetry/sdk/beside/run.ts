/**
 * One SDK, started in this process with the settings of every row after the other, and what collectors get of it:
 * `bun run.ts ramz` or `bun run.ts node-sdk`. Prints a result for each row, as JSON.
 */
import { context, diag, metrics, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { NodeSDK, startNodeSdk } from "@opentelemetry/sdk-node";
import { unreadSettings } from "../../../../../adapters/telemetry/sdk/examine.ts";
import { startSdk } from "../../../../../adapters/telemetry/sdk/sdk.ts";
import { withProcessEnv } from "../../../../support/process-env.ts";
import { openCollectors } from "./collectors.ts";
import { comparable, namesIn } from "./comparable.ts";
import { COMMON, type Row, ROWS } from "./rows.ts";
import { type Instrumented, useEverything } from "./story.ts";

export interface Result {
  /** What two SDKs must agree on. */
  readonly seen: unknown;
  /** How many exports arrived. */
  readonly exports: number;
  /** Warnings of the log; of Ramz alone. */
  readonly logged: readonly string[];
  /** Warnings of `ramz config` and `ramz doctor`; of Ramz alone. */
  readonly shown: readonly string[];
}

interface Started extends Instrumented {
  stop(): Promise<unknown>;
}

type Start = (row: Row, warn: (line: string) => void) => Promise<Started>;

const ofRecord = {
  get: (carrier: Readonly<Record<string, string>>, key: string) => carrier[key],
  keys: (carrier: Readonly<Record<string, string>>) => Object.keys(carrier),
};

const ramz: Start = async (_row, warn) => {
  const sdk = await startSdk({
    version: "1",
    exports: true,
    log: (level, message) => {
      if (level === "warn") warn(message);
    },
  });
  return {
    ...sdk,
    extract: (headers) => sdk.propagator.extract(ROOT_CONTEXT, headers, ofRecord),
    stop: () => sdk.shutdown(),
  };
};

const library: Start = async ({ successor = false }) => {
  const options = { instrumentations: [], logRecordProcessors: [] };
  const sdk = successor ? startNodeSdk({ ...options, logLevel: "none" }) : new NodeSDK(options);
  if (sdk instanceof NodeSDK) sdk.start();
  return {
    tracer: trace.getTracer("ramz", "1"),
    meter: metrics.getMeter("ramz", "1"),
    extract: (headers) => propagation.extract(ROOT_CONTEXT, headers, ofRecord),
    async stop() {
      // It does not wait for metrics when spans could not be sent.
      await sdk.shutdown().catch(() => Bun.sleep(300));
      for (const one of [trace, metrics, propagation, context, diag]) one.disable();
    },
  };
};

/** An end that waits for the slow collector takes longer. Other ends are not timed: a busy machine may take long over any of them. */
const LATE_MS = 1_000;

const collectors = await openCollectors();

async function resultOf(row: Row, start: Start): Promise<Result> {
  const port = freePort();
  const env = filled({ ...COMMON, ...row.env }, { ...collectors.places, free: String(port) });
  return withProcessEnv(env, async () => {
    collectors.take();
    const logged: string[] = [];
    const printed: string[] = [];
    using _ = printingTo(printed);
    const sdk = await start(row, (line) => void logged.push(line));
    useEverything(sdk);
    await Bun.sleep(row.waitMs ?? 0);
    const before = collectors.take();
    const prometheus = env["OTEL_EXPORTER_PROMETHEUS_PORT"] === undefined ? [] : await scraped(port);
    const startedAt = performance.now();
    await sdk.stop();
    const isTimed = Object.values(row.env).includes("{slow}");
    const isLate = isTimed && performance.now() - startedAt > LATE_MS;
    const all = [...before, ...collectors.take()];
    return {
      seen: {
        ...comparable(all, row),
        before: namesIn(before),
        prometheus,
        isLate,
        console: namesIn(printed.join()),
      },
      exports: all.length,
      logged,
      shown: start === ramz ? await unreadSettings("1") : [],
    };
  });
}

/** Without the variables that are null, and with places filled in. */
function filled(env: Row["env"], places: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value === null ? [] : [[name, value.replace(/\{(\w+)\}/g, (_, place) => places[place] ?? "")] as const],
  );
  return Object.fromEntries(given);
}

function freePort(): number {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const { port = 0 } = server;
  void server.stop(true);
  return port;
}

async function scraped(port: number): Promise<readonly string[]> {
  const text = await (await fetch(`http://localhost:${port}/metrics`)).text();
  return text
    .split("\n")
    .filter((line) => line.startsWith("probe_"))
    .sort();
}

/** What the console exporters print, kept from standard output. */
function printingTo(lines: string[]): Disposable {
  const { dir } = console;
  console.dir = (item: unknown) => void lines.push(Bun.inspect(item, { depth: 10 }));
  return { [Symbol.dispose]: () => void (console.dir = dir) };
}

if (import.meta.main) {
  const start = process.argv[2] === "ramz" ? ramz : library;
  const results: Record<string, Result[]> = {};
  for (const [name, rows] of Object.entries(ROWS)) {
    results[name] = [];
    for (const row of rows) results[name].push(await resultOf(row, start));
  }
  await Bun.write(Bun.stdout, JSON.stringify(results));
  process.exit(0);
}
