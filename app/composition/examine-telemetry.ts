/** What the commands say of telemetry: values of OTEL_* that cannot be read, and whether the collectors answer. */
import type { ExaminedTelemetry } from "../../adapters/telemetry/sdk/examine.ts";
import { version } from "../../package.json";

/** Loaded for these commands alone, with the exporters. */
const load = () => import("../../adapters/telemetry/sdk/examine.ts");

/** Values that a start would warn of, a sentence or more each. Sends nothing. */
export async function unreadTelemetrySettings(): Promise<readonly string[]> {
  return (await load()).unreadSettings(version);
}

/** Sends each collector an empty export, by the exporter's own settings. */
export async function examineTelemetry(timeoutMs: number): Promise<ExaminedTelemetry> {
  return (await load()).examineExport(version, timeoutMs);
}
