/** Signals that the server gets. */
import { openLog } from "../../composition/open-adapters.ts";

/** SIGTERM and SIGINT stop the process gracefully. A second one ends it immediately, as by default. */
export function stopOnSignal(stop: () => void): void {
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

/** SIGHUP, whose default ends a process in the middle of a send, changes nothing. The log says so. */
export function ignoreHangUp(): void {
  const log = openLog();
  onHangUp(() => {
    void log.then((write) =>
      write(
        "warn",
        "SIGHUP was ignored: ramz dev reads its configuration at start only. Restart it after a change.",
      ),
    );
  });
}

/** Runs the work at each SIGHUP. */
export function onHangUp(work: () => void): void {
  process.on("SIGHUP", work);
}
