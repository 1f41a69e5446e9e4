/** What OpenTelemetry's libraries say of themselves (`diag`): as lines of our log, or collected for a command that shows them. */
import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";
import { diagLogLevelFromString, getStringFromEnv, setGlobalErrorHandler } from "@opentelemetry/core";
import type { Log } from "../log/log.ts";

/** Different messages that are remembered; a library has far fewer. */
const REMEMBERED_MAX = 1_000;

/** What the OTLP exporters say before the collector's own words, as JSON, when it took a batch only in part. */
const PARTIAL_SUCCESS = "Received Partial Success response:";

export interface DiagnosticsOptions {
  readonly log: Log;
  /** Takes what a collector says of a batch that it took in part; false for what is only a message. */
  readonly partialSuccess: (answer: string) => boolean;
  /** Whether an error of an export is reported elsewhere already. */
  readonly isReported: (error: unknown) => boolean;
}

/**
 * Writes the libraries' warnings to the log from now on, each once: most of them come again with every export. OTEL_LOG_LEVEL may ask
 * for more or less. The library keeps one logger a process, so where several Ramz run in one, the last that started has them all.
 */
export function logDiagnostics({ log, partialSuccess, isReported }: DiagnosticsOptions): void {
  const written = new Set<string>();
  const write = (level: "info" | "warn") => (parts: readonly unknown[]) => {
    const message = textOf(parts);
    // "Dropped 12 spans" and "Dropped 3 spans" are the same message.
    const kind = message.replace(/\d+/g, "0");
    if (message === "" || written.has(kind) || written.size >= REMEMBERED_MAX) return;
    written.add(kind);
    log(level, `OpenTelemetry: ${message}`);
  };
  const [info, warn] = [write("info"), write("warn")];
  const logger = loggerOf(info, (parts) => {
    const isTaken = parts[0] === PARTIAL_SUCCESS && typeof parts[1] === "string" && partialSuccess(parts[1]);
    if (!isTaken) warn(parts);
  });
  const setLevel = (logLevel = DiagLogLevel.WARN) =>
    diag.setLogger(logger, { suppressOverrideMessage: true, logLevel });
  setLevel();
  setLevel(diagLogLevelFromString(getStringFromEnv("OTEL_LOG_LEVEL")));
  setGlobalErrorHandler((error) => {
    if (!isReported(error))
      diag.error(typeof error === "string" ? error : (error.message ?? "an error without text"));
  });
}

/** Runs `work` and collects the warnings of the libraries meanwhile, each once. */
export async function withWarnings<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly warnings: readonly string[] }> {
  const warnings = new Set<string>();
  const logger = loggerOf(
    () => {},
    (parts) => warnings.add(textOf(parts)),
  );
  diag.setLogger(logger, { suppressOverrideMessage: true, logLevel: DiagLogLevel.WARN });
  try {
    return { result: await work(), warnings: [...warnings] };
  } finally {
    diag.disable();
  }
}

function loggerOf(
  info: (parts: readonly unknown[]) => void,
  warn: (parts: readonly unknown[]) => void,
): DiagLogger {
  return {
    error: (...parts) => warn(parts),
    warn: (...parts) => warn(parts),
    info: (...parts) => info(parts),
    debug: (...parts) => info(parts),
    verbose: (...parts) => info(parts),
  };
}

/** Texts and errors alone: what else is handed over is what a collector answered, or spans. */
function textOf(parts: readonly unknown[]): string {
  const text = parts
    .flatMap((part) => (typeof part === "string" ? [part] : part instanceof Error ? [part.message] : []))
    .join(" ")
    .replace(USER_AND_PASSWORD, "//***@")
    .replace("falling back to undefined", "so the default on localhost is used");
  const variable = NOT_NAMED[text];
  return variable === undefined ? text : `${text} (${variable})`;
}

/** Messages that do not name their variable. */
const NOT_NAMED: Readonly<Record<string, string>> = {
  "Failed to read root certificate file": "OTEL_EXPORTER_OTLP_CERTIFICATE",
  "Failed to read client certificate chain file": "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
  "Failed to read client certificate private key file": "OTEL_EXPORTER_OTLP_CLIENT_KEY",
};

/** An address that cannot be read is shown, what may be secret in it is not. */
const USER_AND_PASSWORD = /\/\/[^/@\s]*@/g;
