/** SIGHUP: the configuration is read again and takes effect without a restart, or is refused with its problems. */
import type { Log } from "../../../adapters/telemetry/log/log.ts";
import type { Ramz } from "../../composition/compose.ts";
import { hostOf } from "../../config/listen-host.ts";
import { loadConfig, type LoadedConfig } from "../../config/load.ts";
import { withStartSettings } from "../../config/start-settings.ts";
import { allProblems } from "../open-ramz.ts";

export interface Reloading {
  /** The configuration that the process started with. */
  readonly start: LoadedConfig;
  readonly ramz: Ramz;
  /** Serves further requests with this one. */
  readonly serve: (next: Ramz) => void;
  readonly log: Log;
}

/** Returns the reload. Calls of it run one after the other. Whatever goes wrong is logged, and the configuration in force stays. */
export function createReload({ start, ramz, serve, log }: Reloading): () => Promise<void> {
  const host = hostOf(start.config, ramz.consoleMode);
  let running = ramz;
  async function reload(): Promise<void> {
    const loaded = loadConfig(process.env);
    const { config, warnings } = withStartSettings(start, loaded);
    const composed =
      loaded.kind === "problems"
        ? ({ kind: "problems", problems: await allProblems(loaded, process.env) } as const)
        : await running.recompose(config);
    if (composed.kind === "problems") return refuse(composed.problems, log);
    running = composed.ramz;
    serve(running);
    for (const warning of [...loaded.warnings, ...warnings]) log("warn", `SIGHUP: ${warning}`);
    const wanted = hostOf(loaded.config, running.consoleMode);
    if (wanted !== host)
      log("warn", `SIGHUP: Ramz would now listen on ${wanted} instead of ${host}, which needs a restart.`);
    log("info", "SIGHUP: the configuration was read again and is in force.");
  }
  return oneAfterTheOther(() =>
    reload().catch((error: unknown) => {
      running.report(error, "");
      refuse([], log);
    }),
  );
}

/** Logs every problem. */
export function refuse(problems: readonly string[], log: Log): void {
  for (const problem of problems) log("error", `SIGHUP: ${problem}`);
  log("error", "SIGHUP: the new configuration was refused. The old one stays in force.");
}

function oneAfterTheOther(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(work));
}
