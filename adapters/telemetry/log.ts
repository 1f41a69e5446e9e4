/** Structured logs: readable on a terminal, JSON lines otherwise, each with the trace and span it belongs to. */
import { trace } from "@opentelemetry/api";
import pino, { type DestinationStream } from "pino";
import type { Redact } from "./redact.ts";

export type Level = "info" | "warn" | "error";

export interface Log {
  /** `fields` must hold nothing secret and numbers only masked; strings are redacted once more. */
  (
    level: Level,
    message: string,
    fields?: Readonly<Record<string, string | number | boolean | undefined>>,
  ): void;
}

export interface LogOptions {
  readonly redact: Redact;
  /** Whether people read along. */
  readonly terminal: boolean;
  readonly destination?: DestinationStream;
}

export async function createLog({ redact, terminal, destination }: LogOptions): Promise<Log> {
  const out = destination ?? pino.destination({ dest: 1, sync: true });
  const format = terminal ? await readable() : (line: string) => line;
  // The finished line is redacted, so nothing in it can be forgotten.
  const stream: DestinationStream = { write: (line) => out.write(redact(format(line))) };
  const options = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, stream);
  return (level, message, fields) => logger[level]({ ...traceFields(), ...fields }, message);
}

/** Loaded only where people read along. */
async function readable(): Promise<(line: string) => string> {
  const { prettyFactory } = await import("pino-pretty");
  return prettyFactory({
    singleLine: true,
    translateTime: "HH:MM:ss",
    ignore: "trace_id,span_id",
    colorize: true,
  });
}

/** Names as the OpenTelemetry log data model has them outside OTLP. */
function traceFields(): Readonly<Record<string, string>> {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
