/** What the parent of several processes and its workers say to each other. Both are of one version. */
import type { ProcessMetrics } from "../../../adapters/telemetry/sdk/added-metrics.ts";

export type ToParent =
  /** The worker accepts connections. */
  | { readonly kind: "serving" }
  /** Asks for the metrics of all. */
  | { readonly kind: "scrape"; readonly id: number }
  /** Its own; the answer to `collect`. */
  | { readonly kind: "collected"; readonly id: number; readonly metrics: ProcessMetrics }
  /** Its own, before it ends. */
  | { readonly kind: "last"; readonly metrics: ProcessMetrics };

export type ToWorker =
  /** Asks for its own metrics. */
  | { readonly kind: "collect"; readonly id: number }
  /** Those of all, in Prometheus' text format; the answer to `scrape`. */
  | { readonly kind: "scraped"; readonly id: number; readonly text: string }
  /** The answer to `last`. */
  | { readonly kind: "noted" };

const TO_PARENT: readonly unknown[] = ["serving", "scrape", "collected", "last"] satisfies ToParent["kind"][];
const TO_WORKER: readonly unknown[] = ["collect", "scraped", "noted"] satisfies ToWorker["kind"][];

export function isToParent(message: unknown): message is ToParent {
  return TO_PARENT.includes(kindOf(message));
}

export function isToWorker(message: unknown): message is ToWorker {
  return TO_WORKER.includes(kindOf(message));
}

function kindOf(message: unknown): unknown {
  return typeof message === "object" && message !== null && "kind" in message ? message.kind : undefined;
}
