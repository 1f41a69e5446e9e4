/** A log that writes each topic once a minute, so that an attack does not flood the log. */
import type { Clock } from "../../../domain/ports.ts";
import type { Log } from "./log.ts";

const PERIOD_MS = 60_000;

/** Different lines in one period. */
const LINES_MAX = 30;

export interface ThrottledLog {
  /**
   * Writes the line, unless its `topic` had a line in this minute or the minute is full. The next line of the topic has the
   * number of lines left out as `left_out`.
   */
  (topic: string, ...line: Parameters<Log>): void;
}

export function createThrottledLog(log: Log, clock: Pick<Clock, "now">): ThrottledLog {
  let startedAt = -Infinity;
  let written = new Set<string>();
  /** How many lines were left out since the last one, by topic. Bounded, because strangers can cause new topics. */
  let leftOut = new Map<string, number>();
  return (topic, level, message, fields) => {
    const now = clock.now();
    if (now - startedAt >= PERIOD_MS) {
      startedAt = now;
      // A topic without a line in a whole period is dropped.
      leftOut = new Map([...leftOut].filter(([known]) => written.has(known)));
      written = new Set();
    }
    const before = leftOut.get(topic) ?? 0;
    if (written.has(topic) || written.size >= LINES_MAX) {
      if (before > 0 || leftOut.size < LINES_MAX) leftOut.set(topic, before + 1);
      return;
    }
    written.add(topic);
    leftOut.delete(topic);
    log(level, message, { ...fields, ...(before > 0 && { left_out: before }) });
  };
}
