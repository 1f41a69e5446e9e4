/** A closed-loop HTTP/1.1 client over raw TCP: every connection sends its next request when the last answer is complete. */
import type { Socket } from "bun";
import { type Line, percentilesMs, readAnswer } from "./answers.ts";

export interface LoadOptions {
  readonly port: number;
  /** The next request, ready to write, or null when there are no more. May reuse one buffer. */
  readonly next: () => Uint8Array | null;
  /** The one status every answer must have; refusals are cheaper and would flatter the result. */
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
    if (readAnswer(socket.data, chunk, status) === null) return;
    latencies.push(Bun.nanoseconds() - socket.data.sentAt);
    send(socket);
  };

  const cpuBefore = process.cpuUsage();
  const startedAt = Bun.nanoseconds();
  for (let count = 0; count < CONNECTIONS; count++) {
    await Bun.connect<Line>({
      hostname: "127.0.0.1",
      port,
      data: { sentAt: 0, rest: null },
      // What a handler throws arrives at `error`.
      socket: { open: send, data: receive, error: (_, error) => reject(error) },
    });
  }
  await over;
  const seconds = (Bun.nanoseconds() - startedAt) / 1e9;
  const { user, system } = process.cpuUsage(cpuBefore);
  const clientCpu = (user + system) / 1e6 / seconds;
  return { answers: latencies.length, seconds, ...percentilesMs(latencies), clientCpu };
}
