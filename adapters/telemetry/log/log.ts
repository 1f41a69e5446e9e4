/** Structured logs: readable on a terminal, JSON lines otherwise, each with the trace and span it belongs to. */
import { trace } from "@opentelemetry/api";
import type { Redact } from "../../../domain/redaction.ts";
import type { Output } from "./standard-output.ts";

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
  /** Where finished lines go, one at a time. */
  readonly output: Omit<Output, "flush">;
}

/** The libraries are loaded here, because most commands log nothing. */
export async function createLog({ redact, output }: LogOptions): Promise<Log> {
  const { pino, stdTimeFunctions } = await import("pino");
  const format = output.isTerminal ? await readable() : (line: string) => line;
  const logger = pino(
    {
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      mixin: traceFields,
    },
    // Finished lines are redacted, so that no field can be forgotten.
    { write: (line: string) => output.write(redact(format(line))) },
  );
  const log: Log = (level, message, fields = {}) => logger[level](fields, message);
  output.onGap((dropped) =>
    log("warn", `${dropped} lines of the log were dropped here: standard output was not read in time`, {
      dropped,
    }),
  );
  return log;
}

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
function traceFields(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
