/**
 * Standard output, written in the background: a reader that stalls or dies never holds up a request. pino's own destination is not
 * used, because it writes the rest synchronously at exit, which never ends where the output is not read.
 */
import { write } from "node:fs";
import { isatty } from "node:tty";
import { SonicBoom } from "sonic-boom";

/** Bytes that wait for the reader. What is beyond is dropped and counted. */
const BUFFER_MAX_BYTES = 8_388_608;

/** A pipe takes this much at once or not at all (PIPE_BUF), so that workers with one pipe do not cut each other's lines. */
const WRITE_MAX_BYTES = 4_096;

/** The longest that the end of the process waits for the reader. */
const FLUSH_MAX_MS = 2_000;

export interface Output {
  /** Whether a person reads along. */
  readonly isTerminal: boolean;
  /** Takes one line, with its line end. Returns at once, whatever the reader does. */
  write(line: string): void;
  /** Resolves once every line is written, or after two seconds. Never rejects. */
  flush(): Promise<void>;
  /** Calls `report` with the number of dropped lines once lines are taken again, in the place of the gap. The last report counts. */
  onGap(report: (dropped: number) => void): void;
}

let opened: Output | undefined;

/** The one of this process: two writers would cut each other's lines. */
export function standardOutput(): Output {
  return (opened ??= openOutput(1));
}

export function openOutput(fd: number, bufferMaxBytes = BUFFER_MAX_BYTES): Output {
  const stream = new SonicBoom({ fd, sync: false, maxWrite: WRITE_MAX_BYTES });
  let waitingBytes = 0;
  let isFull = false;
  let dropped = 0;
  let reportGap: ((dropped: number) => void) | null = null;

  stream.on("write", (bytes) => {
    waitingBytes -= bytes;
    // Lines are taken again once half is free, so that a slow reader finds a few long gaps, not many short ones.
    if (!isFull || waitingBytes > bufferMaxBytes / 2) return;
    const lines = dropped;
    isFull = false;
    dropped = 0;
    reportGap?.(lines);
  });

  // Without a listener the error would end the process. What could not be written is tried again with the next line.
  let isReported = false;
  stream.on("error", ({ message }: Error) => {
    if (isReported) return;
    isReported = true;
    const text = `Standard output takes no more lines (${message}): the log has a gap from here on. Ramz serves on.\n`;
    // Without a listener for its failure: there is no other place to report it.
    write(2, text, () => {});
  });

  return {
    // Not process.stdout.isTTY: that makes a pipe non-blocking, in which a full one is tried again only after 100 ms.
    isTerminal: isatty(fd),
    write(line) {
      const bytes = Buffer.byteLength(line);
      isFull ||= waitingBytes + bytes > bufferMaxBytes;
      if (isFull) {
        dropped += 1;
        // After an error this is what tries again; a write under way is left alone.
        stream.flush();
        return;
      }
      waitingBytes += bytes;
      stream.write(line);
    },
    flush: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, FLUSH_MAX_MS);
        stream.flush(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
    onGap(report) {
      reportGap = report;
    },
  };
}
