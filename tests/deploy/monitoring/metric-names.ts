/** The metrics that queries name, and those that the reference does. */
import { textOf } from "../../docs/pages.ts";

/** Metrics of a query; parts of a histogram by the histogram's name. */
export function metricsIn(query: string): readonly string[] {
  const names =
    query.replace(/"[^"]*"/g, "").match(/\b(?:otp|otel|http)_[a-z_]+(?=\s*[{[)\s]|$)|\bup\b/g) ?? [];
  const labels = new Set(
    [...query.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/)),
  );
  return names
    .filter((name) => !labels.has(name))
    .map((name) => name.replace(/_seconds_(?:bucket|count|sum)$/, "_seconds"));
}

/** The metrics in the reference. */
export function documentedMetrics(): ReadonlySet<string> {
  const section =
    textOf("docs/reference/telemetry.md")
      .split(/^## /m)
      .find((part) => part.startsWith("Metrics")) ?? "";
  return new Set([...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = ""]) => name));
}
