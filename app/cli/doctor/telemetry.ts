import type { Environment } from "../../config/read.ts";
import type { Row } from "./rows.ts";

const PROBE_MS = 2_000;

/** Whether the collector of OTEL_EXPORTER_OTLP_ENDPOINT takes spans. A dead one is a warning: codes go out without it. */
export async function examineTelemetry(env: Environment): Promise<readonly Row[]> {
  const disabled =
    env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none";
  const traces = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  const endpoint = env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (disabled || !(traces ?? endpoint)) return [row("ok", "No collector is set; spans are not exported.")];
  const url = URL.parse(traces ?? `${endpoint?.replace(/\/+$/, "")}/v1/traces`);
  if (url === null || !/^https?:$/.test(url.protocol))
    return [row("warning", "The endpoint is not an http or https address.", ADDRESS)];
  return [await probe(url, env)];
}

const ADDRESS =
  "Set OTEL_EXPORTER_OTLP_ENDPOINT to the collector's OTLP over HTTP, e.g. http://127.0.0.1:4318";

/** Sends an empty export, as OTLP allows. The path is shown, what may be secret in the address is not. */
async function probe(url: URL, env: Environment): Promise<Row> {
  const shown = url.origin + url.pathname;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headersOf(env), "content-type": "application/json" },
      body: '{"resourceSpans":[]}',
      redirect: "manual",
      signal: AbortSignal.timeout(PROBE_MS),
    });
    return response.ok
      ? row("ok", `The collector at ${shown} takes spans.`)
      : row("warning", `The collector at ${shown} answers ${response.status} to an empty export.`, ADDRESS);
  } catch {
    return row(
      "warning",
      `No collector answers at ${shown}: spans are lost.`,
      `Start it, or unset the endpoint. ${ADDRESS}`,
    );
  }
}

function headersOf(env: Environment): Readonly<Record<string, string>> {
  const text = env["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] ?? env["OTEL_EXPORTER_OTLP_HEADERS"] ?? "";
  const pairs = text.split(",").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at <= 0
      ? []
      : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function row(level: Row["level"], detail: string, remedy?: string): Row {
  const subject = "OTEL_EXPORTER_OTLP_ENDPOINT";
  return { about: "telemetry", level, subject, detail, ...(remedy !== undefined && { remedy }) };
}
