import type { ExaminedCollector } from "../../../adapters/telemetry/sdk/examine.ts";
import { examineTelemetry } from "../../composition/examine-telemetry.ts";
import { type Row, splitRemedy } from "./rows.ts";

const TIMEOUT_MS = 2_000;

/** Whether telemetry arrives, by the settings and the exporters of a start. What is wrong is a warning: codes go out without it. */
export async function telemetryRows(): Promise<readonly Row[]> {
  const { warnings, collectors } = await examineTelemetry(TIMEOUT_MS);
  const unread = warnings.map((warning) => row("warning", "settings", splitRemedy(warning)));
  const detail = "No collector is set; spans and metrics are not exported.";
  return collectors.length === 0
    ? [...unread, row("ok", "OTEL_EXPORTER_OTLP_ENDPOINT", { detail })]
    : [...unread, ...collectors.map(collectorRow)];
}

function collectorRow({ takes, variable, address, refusal }: ExaminedCollector): Row {
  const subject = variable ?? `OTEL_${takes === "spans" ? "TRACES" : "METRICS"}_EXPORTER`;
  if (refusal === null) return row("ok", subject, { detail: `The collector at ${address} takes ${takes}.` });
  return row("warning", subject, {
    detail: `The collector at ${address} does not take ${takes}: ${refusal}.`,
    remedy: REMEDY,
  });
}

const REMEDY =
  "Start it, or correct OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS, _PROTOCOL or _CERTIFICATE. Without an endpoint nothing is exported.";

function row(level: Row["level"], subject: string, what: Pick<Row, "detail" | "remedy">): Row {
  return { about: "telemetry", level, subject, ...what };
}
