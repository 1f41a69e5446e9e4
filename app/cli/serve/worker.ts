/** One worker of `ramz serve --workers N`: what it does differently from a process of its own. */
import type { ConfigFacts } from "../../composition/configured-parts.ts";

/** The hidden option with which the parent starts its workers. */
export const AS_WORKER = "--as-worker";

/** Why Ramz cannot be one worker of several; null when it can. */
export function workerProblem({ consoleMode }: Pick<ConfigFacts, "consoleMode">): string | null {
  if (!consoleMode) return null;
  return "--workers: RAMZ_PROVIDERS shows codes instead of sending them, and each worker would have its own inbox. Set RAMZ_PROVIDERS to providers that send, or leave --workers out.";
}

/**
 * Ctrl-C in a terminal and the stop of a service manager reach the worker directly, and once more through its parent, so it ignores SIGINT
 * and takes SIGTERM any number of times. A worker that has lost its parent stops, because nothing else would stop it.
 */
export function stopWithParent(stop: () => void): void {
  process.on("SIGINT", () => {});
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
  if (!process.connected) stop();
}
