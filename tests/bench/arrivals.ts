/**
 * An open-loop client: requests arrive at a fixed rate whether or not earlier ones were answered, as those of people do. A
 * latency counts from when its request was due, so the stall of a server is measured, too.
 */
import type { Socket } from "bun";
import { type Line, percentilesMs, readAnswer } from "./answers.ts";

export interface ArrivalsOptions {
  readonly port: number;
  readonly next: () => Uint8Array | null;
  readonly status: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** More than are ever in use at once. A request that finds none free waits, and the wait is part of its latency. */
const CONNECTIONS = 200;
const TICK_MS = 1;

export async function runArrivals(
  options: ArrivalsOptions,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const { port, next, status, perSecond, seconds } = options;
  const total = perSecond * seconds;
  const latencies: number[] = [];
  const idle: Socket<Line>[] = [];
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();

  const receive = (socket: Socket<Line>, chunk: Buffer) => {
    if (readAnswer(socket.data, chunk, status) === null) return;
    latencies.push(Bun.nanoseconds() - socket.data.sentAt);
    idle.push(socket);
    if (latencies.length === total) resolve();
  };
  const sockets: Socket<Line>[] = [];
  while (sockets.length < CONNECTIONS) {
    const socket = { data: receive, error: (_: unknown, error: Error) => reject(error) };
    sockets.push(
      await Bun.connect<Line>({ hostname: "127.0.0.1", port, data: { sentAt: 0, rest: null }, socket }),
    );
  }
  idle.push(...sockets);

  const startedAt = Bun.nanoseconds();
  const dueAt = (request: number) => startedAt + (request * 1e9) / perSecond;
  let sent = 0;
  const ticking = setInterval(() => {
    while (sent < total && dueAt(sent) <= Bun.nanoseconds()) {
      const socket = idle.pop();
      if (socket === undefined) return;
      const request = next();
      if (request === null) return reject(new Error("there are no more requests"));
      socket.data.sentAt = dueAt(sent++);
      socket.write(request);
    }
  }, TICK_MS);
  try {
    await over;
  } finally {
    clearInterval(ticking);
    for (const socket of sockets) socket.end();
  }
  return percentilesMs(latencies);
}
