/** Serves Ramz over HTTP from its start to its end. */
import type { Ramz } from "../../composition/compose.ts";
import { flushOutput, printLine } from "../../composition/open-adapters.ts";
import { hostOf } from "../../config/listen-host.ts";
import type { Config } from "../../config/resolve.ts";
import { listen, type Listening } from "../../http/server.ts";
import { fail } from "../fail.ts";
import { stopWithLauncher } from "./launcher.ts";
import { ignoreHangUp, stopOnSignal } from "./signals.ts";

export interface Serving {
  /** Other processes listen on the same address. */
  readonly shared: boolean;
  /** Registers the function that stops the process. */
  readonly stopOn: (stop: () => void) => void;
  /** Registers what happens at SIGHUP. */
  readonly hangUp: (listening: Listening) => void;
  /** Awaited when nothing is under way any more, before Ramz closes. */
  readonly beforeClose: () => Promise<void>;
}

const ALONE: Serving = {
  shared: false,
  stopOn: stopOnSignal,
  hangUp: ignoreHangUp,
  beforeClose: async () => {},
};

/** Printed at the end, when nothing is under way any more. */
export const STOPPED = "Ramz has stopped.";

/** Listens until it is told to stop, then finishes the requests under way, closes Ramz and ends the process. Closes Ramz if it cannot listen. */
export async function serveUntilStopped(
  ramz: Ramz,
  config: Pick<Config, "host" | "port" | "auth" | "http">,
  onListening: (listening: Listening) => void,
  serving: Partial<Serving> = {},
): Promise<void> {
  const { shared, stopOn, hangUp, beforeClose } = { ...ALONE, ...serving };
  const { port, http } = config;
  const host = hostOf(config, ramz.inbox !== null);
  const listening = tryListen(ramz, { host, port, shared, ...http });
  if (listening === null) {
    await ramz.close();
    return fail([portTaken(host, port)]);
  }
  // A provider may be third-party code. An error outside its calls must not end the requests of others.
  process.on("uncaughtException", (error) => reportUnhandled(ramz, error));
  process.on("unhandledRejection", (reason) => reportUnhandled(ramz, reason));
  let isStopping = false;
  const stop = () => {
    if (!isStopping) void drain(listening, ramz, { shared, beforeClose });
    isStopping = true;
  };
  stopOn(stop);
  hangUp(listening);
  if (ramz.inbox !== null) stopWithLauncher(stop);
  onListening(listening);
  ramz.startExaminations();
  // Logs at once when the store does not answer.
  void ramz.readiness();
}

/** Never throws: an error here would end the process, or be reported here again. Not every thrown value has a text. */
function reportUnhandled({ report }: Ramz, thrown: unknown): void {
  try {
    report(thrown, "");
  } catch {
    report("A provider threw a value that cannot be shown, outside of any call.", "");
  }
}

function tryListen(ramz: Ramz, address: Parameters<typeof listen>[1]): Listening | null {
  try {
    return listen(ramz, address);
  } catch (error) {
    if (isListenError(error)) return null;
    throw error;
  }
}

/** Whether the system refused to listen on an address, or has no address for the name. */
export function isListenError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "syscall" in error &&
    (error.syscall === "listen" || error.syscall === "getaddrinfo")
  );
}

export function portTaken(host: string, port: number): string {
  return (
    `PORT: ${host}:${port} is taken, not allowed or no address of this machine. ` +
    "Stop the process that listens there, or change PORT or HOST."
  );
}

async function drain(
  listening: Listening,
  ramz: Ramz,
  { shared, beforeClose }: Pick<Serving, "shared" | "beforeClose">,
): Promise<void> {
  await listening.stop();
  await ramz.settle();
  await beforeClose();
  await ramz.close();
  // The parent of several processes prints it once for all.
  if (!shared) printLine(STOPPED);
  await flushOutput();
  // A connection that hangs, e.g. to a collector, would keep the process alive.
  process.exit(0);
}
