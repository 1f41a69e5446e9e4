/** Structured logs: readable on a terminal, JSON lines otherwise, each with the trace and span it belongs to. */
import { trace } from "@opentelemetry/api";
import { SonicBoom } from "sonic-boom";
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

/** Where finished lines go. */
interface Destination {
  write(text: string): unknown;
}

export interface LogOptions {
  readonly redact: Redact;
  /** Whether people read along. */
  readonly terminal: boolean;
  readonly destination?: Destination;
}

export async function createLog({ redact, terminal, destination }: LogOptions): Promise<Log> {
  const format = terminal ? await readable() : (line: string) => line;
  // What is finished is redacted, so nothing in it can be forgotten.
  const out = (text: string) => (destination ?? standardOutput).write(redact(text));
  const write = destination === undefined ? oncePerTurn(out) : out;
  return (level, message, fields) => {
    const time = new Date().toISOString();
    write(format(`${JSON.stringify({ level, time, ...traceFields(), ...fields, msg: message })}\n`));
  };
}

/** Waits where a pipe is full, so that no line is lost or cut. */
const standardOutput: Destination = new SonicBoom({ fd: 1, sync: true });

/** Lines of one turn of the event loop are written at once: under load that is one system call for many requests. */
function oncePerTurn(write: (text: string) => void): (line: string) => void {
  let waiting = "";
  const flush = () => {
    const text = waiting;
    waiting = "";
    if (text !== "") write(text);
  };
  process.on("exit", flush);
  return (line) => {
    if (waiting === "") setImmediate(flush);
    waiting += line;
  };
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
