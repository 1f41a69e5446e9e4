/** Structured logs: readable on a terminal, JSON lines otherwise, each with the trace and span it belongs to. */
import { writeSync } from "node:fs";
import { trace } from "@opentelemetry/api";
import { SonicBoom } from "sonic-boom";
import type { Redact } from "./redact-secrets.ts";

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

/** Characters that wait for a disk to have room again, or for a reader who never comes back; what is beyond is dropped. */
const WAITING_MAX = 8_388_608;

/** Waits where a pipe is full, so that no line is lost or cut. */
const standardOutput = new SonicBoom({ fd: 1, sync: true, maxLength: WAITING_MAX });

// Unheard, the error would end the process, or be logged, which fails again, for ever. A service goes on without its log.
let isTold = false;
standardOutput.on("error", (error: Error) => {
  if (!isTold)
    tellPlainly(
      `Standard output takes no more lines (${error.message}): the log has a gap from here on. Ramz serves on.`,
    );
  isTold = true;
});

/** To whoever reads standard error, without anything that could fail in turn. */
function tellPlainly(text: string): void {
  try {
    writeSync(2, `${text}\n`);
  } catch {
    // Nobody is left to be told.
  }
}

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
