/** `ramz serve --workers N`: the parent of N processes on one address. */
import { flushOutput, openLog, printLine } from "../../composition/open-adapters.ts";
import { hostOf, hostWarning } from "../../config/listen-host.ts";
import type { Config } from "../../config/resolve.ts";
import { fail } from "../fail.ts";
import { printWorkersGreeting } from "./greeting.ts";
import { isListenError, portTaken, STOPPED } from "./serve-until-stopped.ts";
import { ignoreHangUp, stopOnSignal } from "./signals.ts";
import { AS_WORKER } from "./worker.ts";
import { createWorkers } from "./worker-pool.ts";

/** Serves until SIGTERM or SIGINT, then waits until the last worker has finished its requests. */
export async function serveWithWorkers(count: number, config: Config): Promise<void> {
  const { store, port } = config;
  if (store.kind === "sqlite" && store.path === ":memory:")
    return fail([
      `--workers: sqlite::memory: belongs to one process, so each of the ${count} workers would count limits alone. Set RAMZ_STORE to a file or a Redis, or leave --workers out.`,
    ]);
  const host = hostOf(config, false);
  const free = freePort(host, port);
  if (free === null) return fail([portTaken(host, port)]);

  const warning = hostWarning(config, false);
  if (warning !== null) console.error(`warning: ${warning}`);
  const workers = createWorkers({
    count,
    command: [process.execPath, Bun.main, "serve", AS_WORKER],
    env: { ...process.env, PORT: String(free) },
    log: await openLog(),
  });
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    workers.stop();
  };
  stopOnSignal(stop);
  ignoreHangUp();
  const served = await workers.start();
  if (served && !isStopping) printWorkersGreeting(count, host, free);
  await workers.ended();
  if (served) printLine(STOPPED);
  await flushOutput();
  process.exit(served || isStopping ? 0 : 1);
}

/** Workers share their port, so the parent first takes it briefly without sharing: that fails if another program uses it. Null when it fails. */
function freePort(hostname: string, port: number): number | null {
  try {
    const taken = Bun.listen({ hostname, port, socket: { data() {} } });
    taken.stop(true);
    return taken.port;
  } catch (error) {
    if (isListenError(error)) return null;
    throw error;
  }
}
