/** Tries the collectors out, with the exporters themselves: their addresses, headers, certificates and protocol. */
import { type ExportResult, ExportResultCode, getStringFromEnv } from "@opentelemetry/core";
import { convertLegacyHttpOptions } from "@opentelemetry/otlp-exporter-base/node-http";
import { withWarnings } from "./diagnostics.ts";
import { reasonOf } from "./export-error.ts";
import { endpointVariable, protocolFromEnv, type Signal } from "./exporters-from-env.ts";
import { settingsFromEnv } from "./settings.ts";

export interface ExaminedCollector {
  readonly takes: "spans" | "metrics";
  /** The variable that says where it is; null where only OTEL_<signal>_EXPORTER asks for one. */
  readonly variable: string | null;
  /** Without what may be secret in it. */
  readonly address: string;
  /** What kept it from taking an empty export; null when it took it. */
  readonly refusal: string | null;
}

export interface ExaminedTelemetry {
  /** Values of OTEL_* variables that cannot be read, a sentence or more each. */
  readonly warnings: readonly string[];
  readonly collectors: readonly ExaminedCollector[];
}

/** What a start would warn of. Sends nothing. */
export async function unreadSettings(version: string): Promise<readonly string[]> {
  return (await withWarnings(() => settingsFromEnv(version))).warnings;
}

/** Sends an empty export to each collector there is, which may take `timeoutMillis` to answer. */
export async function examineExport(version: string, timeoutMillis: number): Promise<ExaminedTelemetry> {
  const { result, warnings } = await withWarnings(async () => {
    const { spans, metrics, resource } = await settingsFromEnv(version, { timeoutMillis });
    return Promise.all([
      ...(spans.otlp === null ? [] : [examine("TRACES", spans.otlp, [])]),
      ...(metrics.otlp === null ? [] : [examine("METRICS", metrics.otlp, { resource, scopeMetrics: [] })]),
    ]);
  });
  return { warnings, collectors: result };
}

interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

async function examine<Batch>(
  signal: Signal,
  exporter: Exporter<Batch>,
  empty: Batch,
): Promise<ExaminedCollector> {
  const { code, error } = await new Promise<ExportResult>((done) => exporter.export(empty, done));
  await exporter.shutdown();
  return {
    takes: signal === "TRACES" ? "spans" : "metrics",
    variable: endpointVariable(signal),
    address: addressOf(signal),
    refusal: code === ExportResultCode.SUCCESS ? null : reasonOf(error),
  };
}

/** As the exporter resolves it: what cannot be read sends it to its default. */
function addressOf(signal: Signal): string {
  const name = endpointVariable(signal);
  if (protocolFromEnv(signal) === "grpc") {
    const text = (name === null ? undefined : getStringFromEnv(name)?.trim()) ?? "http://localhost:4317";
    return URL.parse(text.includes("://") ? text : `https://${text}`)?.host ?? "";
  }
  const { url } = convertLegacyHttpOptions({}, signal, `v1/${signal.toLowerCase()}`, {});
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
