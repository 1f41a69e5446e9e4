/** A log that does not repeat itself: an attack must not drown the lines that tell of it. */
import type { Clock } from "../../../domain/ports.ts";
import type { Log } from "./log.ts";

const PERIOD_MS = 60_000;

/** Different lines in one period. */
const MOST_LINES = 30;

export interface SparingLog {
  /**
   * Writes the line, unless its `topic` was written about in this minute or the minute is full. The next line of the topic has the
   * number of those left out as `left_out`.
   */
  (topic: string, ...line: Parameters<Log>): void;
}

export function createSparingLog(log: Log, clock: Pick<Clock, "now">): SparingLog {
  let startedAt = -Infinity;
  let written = new Set<string>();
  /** How many lines were left out since the last one, by topic; bounded, as topics are made by strangers. */
  let leftOut = new Map<string, number>();
  return (topic, level, message, fields) => {
    const now = clock.now();
    if (now - startedAt >= PERIOD_MS) {
      startedAt = now;
      // What was not heard of for a whole period is forgotten.
      leftOut = new Map([...leftOut].filter(([known]) => written.has(known)));
      written = new Set();
    }
    const before = leftOut.get(topic) ?? 0;
    if (written.has(topic) || written.size >= MOST_LINES) {
      if (before > 0 || leftOut.size < MOST_LINES) leftOut.set(topic, before + 1);
      return;
    }
    written.add(topic);
    leftOut.delete(topic);
    log(level, message, { ...fields, ...(before > 0 && { left_out: before }) });
  };
}
