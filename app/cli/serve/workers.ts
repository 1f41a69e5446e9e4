/** `ramz serve --workers N`: the parent of N processes on one address, and what its workers know of it. */
import { flushOutput, openLog, printLine } from "../../composition/open-adapters.ts";
import type { Ramz } from "../../composition/compose.ts";
import type { Config } from "../../config/resolve.ts";
import { hostDoubt, hostOf } from "../../config/listen-host.ts";
import { createWorkers } from "./worker-pool.ts";
import { fail } from "../fail.ts";

/** Serves until SIGTERM or SIGINT, then waits until the last worker has let finish what ran. */
export async function serveWithWorkers(count: number, config: Config): Promise<void> {
  const { store, port } = config;
  if (store.kind === "sqlite" && store.path === ":memory:")
    return fail([
      `--workers: sqlite::memory: is the memory of one process, and ${count} would each count for themselves. Set RAMZ_STORE to a file or a Redis, or leave --workers out.`,
    ]);
  const host = hostOf(config, false);
  const free = freePort(host, port);
  if (free === null) return fail([portTaken(host, port)]);

  const doubt = hostDoubt(config, false);
  if (doubt !== null) console.error(`warning: ${doubt}`);
  const log = await openLog();
  const workers = createWorkers({
    count,
    command: [process.execPath, Bun.main, "serve", AS_WORKER],
    env: { ...process.env, PORT: String(free) },
    tell: log,
  });
  let asked = false;
  const stop = () => {
    asked = true;
    workers.stop();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  const served = await workers.start();
  if (served && !asked) greet(count, host, free);
  await workers.ended();
  if (served) printLine(STOPPED);
  await flushOutput();
  process.exit(served || asked ? 0 : 1);
}

/** Told at the end, once nothing runs any more. */
export const STOPPED = "Ramz has stopped.";

/** The hidden option by which a parent starts its workers. */
export const AS_WORKER = "--as-worker";

/** Why this may not be one worker of several; null when it may. */
export function unfitForWorkers({ consoleMode }: Pick<Ramz, "consoleMode">): string | null {
  if (!consoleMode) return null;
  return "--workers: RAMZ_PROVIDERS shows codes instead of sending them, in an inbox that each process has for itself. Set providers that send, or leave --workers out.";
}

export function tellParent(): void {
  if (process.connected) process.send?.("serving");
}

/**
 * A terminal's Ctrl-C and a service manager's stop reach a worker besides its parent, who passes them on: a worker is told
 * twice, and what runs must survive that. One without a parent stops, too: nobody would ever stop it.
 */
export function onParent(stop: () => void): void {
  process.on("SIGINT", () => {});
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
  if (!process.connected) stop();
}

export function portTaken(host: string, port: number): string {
  return `PORT: ${host}:${port} is taken or not allowed. Stop what listens there, or set PORT, or HOST, to another one.`;
}

/** Workers share their port with whoever shares it, so it is first taken for a moment without sharing. Null: not to be had. */
function freePort(hostname: string, port: number): number | null {
  try {
    const taken = Bun.listen({ hostname, port, socket: { data() {} } });
    taken.stop(true);
    return taken.port;
  } catch (error) {
    if (error instanceof Error && "syscall" in error && error.syscall === "listen") return null;
    throw error;
  }
}

function greet(count: number, host: string, port: number): void {
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  printLine(`Ramz listens on ${origin}. API: ${origin}/openapi. ${count} workers.`);
}
