/** `ramz serve`: one process, or the parent or a worker of several. */
import type { Ramz } from "../../composition/compose.ts";
import type { ConfigFacts } from "../../composition/configured-parts.ts";
import { openLog } from "../../composition/open-adapters.ts";
import { hostWarning } from "../../config/listen-host.ts";
import { ramzOrFail, settingsOrFail } from "../open-ramz.ts";
import { printGreeting } from "./greeting.ts";
import { httpLimitProblem } from "./http-limit.ts";
import { createReload } from "./reload.ts";
import { serveUntilStopped } from "./serve-until-stopped.ts";
import { onHangUp } from "./signals.ts";
import { stopWithParent, workerProblem } from "./worker.ts";
import { say, shareMetrics } from "./worker-metrics.ts";
import { serveWithWorkers } from "./workers.ts";

export interface ServeOptions {
  readonly workers: number;
  /** This process is one of several. Its parent prints warnings and the greeting. */
  readonly asWorker?: boolean;
}

/** Serves until SIGTERM or SIGINT, then finishes the requests under way and closes the store. Reads the configuration again on SIGHUP. */
export async function serveCommand({ workers, asWorker = false }: ServeOptions): Promise<void> {
  if (workers > 1) {
    const loaded = await settingsOrFail(process.env);
    return loaded === null ? undefined : serveWithWorkers(workers, loaded.config);
  }
  const examine = ({ accountPlaces, consoleMode }: ConfigFacts) =>
    [httpLimitProblem(accountPlaces, process.env), asWorker ? workerProblem({ consoleMode }) : null].filter(
      (problem) => problem !== null,
    );
  const started = await ramzOrFail(process.env, !asWorker, { examine });
  if (started === null) return;
  const { ramz, config, loaded } = started;
  const log = await openLog();
  const reloadOnHangUp = (serve: (next: Ramz) => void) => {
    const reload = createReload({ start: loaded, ramz, serve, log });
    onHangUp(() => void reload());
  };
  if (asWorker) {
    const { metrics, handIn } = shareMetrics(ramz);
    return serveUntilStopped({ ...ramz, metrics }, config, () => say({ kind: "serving" }), {
      shared: true,
      stopOn: stopWithParent,
      hangUp: ({ serve }) => reloadOnHangUp((next) => serve({ ...next, metrics })),
      beforeClose: handIn,
    });
  }
  const warning = hostWarning(config, ramz.consoleMode);
  if (warning !== null) console.error(`warning: ${warning}`);
  return serveUntilStopped(ramz, config, ({ url }) => printGreeting(url, ramz, config), {
    hangUp: ({ serve }) => reloadOnHangUp(serve),
  });
}
