/** Reads as little of HTTP/1.1 answers from a socket as possible, so that the server is measured, not the client. */

export interface Line {
  /** When the pending request was sent, or was due, in nanoseconds. */
  sentAt: number;
  /** The part of an incomplete answer that has arrived. */
  rest: Buffer | null;
}

/** The answer, or null while it is incomplete. Throws when its status is not the expected one. */
export function readAnswer(line: Line, chunk: Buffer, status: number): Buffer | null {
  const bytes = line.rest === null ? chunk : Buffer.concat([line.rest, chunk]);
  if (!isComplete(bytes)) {
    line.rest = Buffer.from(bytes);
    return null;
  }
  line.rest = null;
  if (statusOf(bytes) !== status)
    throw new Error(`expected ${status}, got: ${bytes.toString("utf8").slice(0, 2_000)}`);
  return bytes;
}

/** All servers here answer with a Content-Length. */
function isComplete(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const at = bytes.indexOf("ontent-Length: ");
  if (at < 0) throw new Error("an answer without Content-Length");
  const length = Number.parseInt(bytes.toString("latin1", at + 15, at + 24), 10);
  return bytes.length >= headEnd + 4 + length;
}

function statusOf(bytes: Buffer): number {
  return Number(bytes.toString("latin1", 9, 12));
}

/** Of durations in nanoseconds, in milliseconds. */
export function percentilesMs(nanoseconds: readonly number[]): {
  readonly p50Ms: number;
  readonly p99Ms: number;
} {
  const sorted = nanoseconds.toSorted((a, b) => a - b);
  const percentile = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN) / 1e6;
  return { p50Ms: percentile(0.5), p99Ms: percentile(0.99) };
}
