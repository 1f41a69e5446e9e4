/** `ramz serve --workers N`: the parent of N processes on one address. */
import type { Log } from "../../../adapters/telemetry/log/log.ts";
import { flushOutput, openLog, printLine } from "../../composition/open-adapters.ts";
import { hostOf, hostWarning } from "../../config/listen-host.ts";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/resolve.ts";
import { fail } from "../fail.ts";
import { allProblems } from "../open-ramz.ts";
import { printWorkersGreeting } from "./greeting.ts";
import { isListenError, portTaken, STOPPED } from "./serve-until-stopped.ts";
import { createPoolMetrics } from "./pool-metrics.ts";
import { refuse } from "./reload.ts";
import { onHangUp, stopOnSignal } from "./signals.ts";
import { AS_WORKER } from "./worker.ts";
import { createWorkers, type Workers } from "./worker-pool.ts";

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
  const log = await openLog();
  const workers = createWorkers({
    count,
    command: [process.execPath, Bun.main, "serve", AS_WORKER],
    env: { ...process.env, PORT: String(free) },
    log,
    ...createPoolMetrics(),
  });
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    workers.stop();
  };
  stopOnSignal(stop);
  onHangUp(() => void reloadWorkers(workers, log));
  const served = await workers.start();
  if (served && !isStopping) printWorkersGreeting(count, host, free);
  await workers.ended();
  if (served) printLine(STOPPED);
  await flushOutput();
  process.exit(served || isStopping ? 0 : 1);
}

/** Each worker reads the configuration for itself; what is wrong with it is logged once, here. */
async function reloadWorkers(workers: Workers, log: Log): Promise<void> {
  const problems = await allProblems(loadConfig(process.env), process.env);
  if (problems.length > 0) refuse(problems, log);
  else workers.reload();
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
