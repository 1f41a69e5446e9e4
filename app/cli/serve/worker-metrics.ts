/** A worker's part in the metrics of all: it passes on who asks for them, and hands in its own. */
import type { Ramz } from "../../composition/compose.ts";
import { isToWorker, type ToParent } from "./worker-messages.ts";

export interface WorkerMetrics {
  /** The metrics of all workers, in Prometheus' text format. Throws when the parent does not answer. */
  readonly metrics: () => Promise<string>;
  /** Hands in this worker's metrics for the last time. */
  readonly handIn: () => Promise<void>;
}

/** Longer than the parent waits for a worker. */
const ANSWERS_WITHIN_MS = 4_000;
const NOTED_WITHIN_MS = 1_000;

export function shareMetrics({ collectMetrics }: Pick<Ramz, "collectMetrics">): WorkerMetrics {
  const scrapes = new Map<number, (text: string) => void>();
  const noted = Promise.withResolvers<void>();
  let lastId = 0;

  process.on("message", (message) => {
    if (!isToWorker(message)) return;
    switch (message.kind) {
      case "collect":
        return void collectMetrics().then((metrics) => say({ kind: "collected", id: message.id, metrics }));
      case "scraped":
        return scrapes.get(message.id)?.(message.text);
      case "noted":
        return noted.resolve();
    }
  });

  return {
    async metrics() {
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const late = () => reject(new Error(`The parent did not send metrics in ${ANSWERS_WITHIN_MS} ms.`));
      const timer = setTimeout(late, ANSWERS_WITHIN_MS);
      scrapes.set(id, resolve);
      say({ kind: "scrape", id });
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        scrapes.delete(id);
      }
    },
    async handIn() {
      say({ kind: "last", metrics: await collectMetrics() });
      if (process.connected) await Promise.race([noted.promise, Bun.sleep(NOTED_WITHIN_MS)]);
    },
  };
}

/** To the parent; nothing happens if it is gone. */
export function say(message: ToParent): void {
  if (process.connected) process.send?.(message);
}
