/**
 * A closed-loop HTTP/1.1 client over raw TCP: every connection sends its next request when the last answer is complete. It
 * parses no more than it must, so that the server, not the client, is what is measured.
 */
import type { Socket } from "bun";

export interface LoadOptions {
  readonly port: number;
  /** The next request, ready to write, or null when there are no more. May reuse one buffer. */
  readonly next: () => Uint8Array | null;
  /** The one status every answer must have; a benchmark of refusals would flatter. */
  readonly status: number;
}

export interface LoadResult {
  readonly answers: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of this process over wall time; near 1 the client is the bottleneck. */
  readonly clientCpu: number;
}

const CONNECTIONS = 32;

interface Line {
  sentAt: number;
  /** What has arrived of an answer that is not complete yet. */
  rest: Buffer | null;
}

export async function runLoad({ port, next, status }: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  let open = CONNECTIONS;

  const send = (socket: Socket<Line>) => {
    const request = next();
    if (request === null) {
      socket.end();
      open -= 1;
      if (open === 0) resolve();
      return;
    }
    socket.data.sentAt = Bun.nanoseconds();
    if (socket.write(request) !== request.byteLength) reject(new Error("a request did not fit the socket"));
  };
  const receive = (socket: Socket<Line>, chunk: Buffer) => {
    const line = socket.data;
    const bytes = line.rest === null ? chunk : Buffer.concat([line.rest, chunk]);
    if (!isComplete(bytes)) {
      line.rest = Buffer.from(bytes);
      return;
    }
    line.rest = null;
    latencies.push(Bun.nanoseconds() - line.sentAt);
    if (statusOf(bytes) === status) send(socket);
    else reject(new Error(`expected ${status}, got: ${bytes.toString("utf8").slice(0, 2_000)}`));
  };

  const cpuBefore = process.cpuUsage();
  const startedAt = Bun.nanoseconds();
  for (let count = 0; count < CONNECTIONS; count++) {
    await Bun.connect<Line>({
      hostname: "127.0.0.1",
      port,
      data: { sentAt: 0, rest: null },
      socket: { open: send, data: receive, error: (_, error) => reject(error) },
    });
  }
  await over;
  const seconds = (Bun.nanoseconds() - startedAt) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0) / 1e6;
  return {
    answers: latencies.length,
    seconds,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
    clientCpu: (user + system) / 1e6 / seconds,
  };
}

/** Servers here answer with a Content-Length, always. */
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
