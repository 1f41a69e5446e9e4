import { parseKeyPairsIntoRecord } from "@opentelemetry/core";
import type { Row } from "./rows.ts";
import type { Environment } from "../../config/setting.ts";

const PROBE_MS = 2_000;

/** Whether the collector takes spans that are exported as these variables say. A dead one is a warning: codes go out without it. */
export async function examineTelemetry(env: Environment): Promise<readonly Row[]> {
  const disabled =
    env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true" || env["OTEL_TRACES_EXPORTER"] === "none";
  const endpoint = given(env, ENDPOINT)?.replace(/\/*$/, "/v1/traces");
  const address = given(env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ?? endpoint;
  if (disabled || address === undefined) return [row("ok", "No collector is set; spans are not exported.")];
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    return [row("warning", "The endpoint is not an http or https address.", ADDRESS)];
  return [...unreadHeaders(env), await probe(url, env)];
}

/** What is blank counts as unset, as it does for the exporter. */
function given(env: Environment, name: string): string | undefined {
  const text = env[name];
  return text === undefined || text.trim() === "" ? undefined : text;
}

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
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

/** What the latter says is for spans alone, and counts more. */
const HEADERS = ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"] as const;

/** Read by the exporter's own function. */
function headersOf(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(HEADERS.flatMap((name) => Object.entries(parseKeyPairsIntoRecord(env[name]))));
}

/** The exporter leaves out what it cannot read, and says nothing. Names the variable alone: what is in it may be secret. */
function unreadHeaders(env: Environment): readonly Row[] {
  return HEADERS.filter((name) => env[name]?.split(",").some(isUnread)).map((name) => ({
    ...row(
      "warning",
      "A header in it cannot be read and is not sent.",
      "Write name=value,name=value, with % as %25 and a comma as %2C.",
    ),
    subject: name,
  }));
}

function isUnread(pair: string): boolean {
  return pair.trim() !== "" && Object.keys(parseKeyPairsIntoRecord(pair)).length === 0;
}

function row(level: Row["level"], detail: string, remedy?: string): Row {
  return { about: "telemetry", level, subject: ENDPOINT, detail, ...(remedy !== undefined && { remedy }) };
}
