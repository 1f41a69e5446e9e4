/** `ramz serve`: one process, or the parent or a worker of several. */
import { hostWarning } from "../../config/listen-host.ts";
import { fail } from "../fail.ts";
import { ramzOrFail, settingsOrFail } from "../open-ramz.ts";
import { printGreeting } from "./greeting.ts";
import { httpLimitProblem } from "./http-limit.ts";
import { serveUntilStopped } from "./serve-until-stopped.ts";
import { reportServing, stopWithParent, workerProblem } from "./worker.ts";
import { serveWithWorkers } from "./workers.ts";

export interface ServeOptions {
  readonly workers: number;
  /** This process is one of several. Its parent prints warnings and the greeting. */
  readonly asWorker?: boolean;
}

/** Serves until SIGTERM or SIGINT, then finishes the requests under way and closes the store. */
export async function serveCommand({ workers, asWorker = false }: ServeOptions): Promise<void> {
  if (workers > 1) {
    const loaded = await settingsOrFail(process.env);
    return loaded === null ? undefined : serveWithWorkers(workers, loaded.config);
  }
  const configured = await ramzOrFail(process.env, !asWorker);
  if (configured === null) return;
  const { ramz, config } = configured;
  const problem =
    httpLimitProblem(ramz.accountPlaces, process.env) ?? (asWorker ? workerProblem(ramz) : null);
  if (problem !== null) {
    await ramz.close();
    return fail([problem]);
  }
  if (asWorker)
    return serveUntilStopped(ramz, config, reportServing, { shared: true, stopOn: stopWithParent });
  const warning = hostWarning(config, ramz.consoleMode);
  if (warning !== null) console.error(`warning: ${warning}`);
  return serveUntilStopped(ramz, config, ({ url }) => printGreeting(url, ramz, config));
}
