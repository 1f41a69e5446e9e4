import type { Ramz } from "../../composition/compose.ts";
import { flushOutput, printLine } from "../../composition/open-adapters.ts";
import type { Config } from "../../config/resolve.ts";
import { hostDoubt, hostOf } from "../../config/listen-host.ts";
import { LEGACY_PREFIX } from "../../http/legacy/routes.ts";
import { type Listening, listen } from "../../http/server.ts";
import { fail } from "../fail.ts";
import { ramzOrFail, settingsOrFail } from "../open-ramz.ts";
import { httpLimitFault } from "./http-limit.ts";
import { onParent, portTaken, serveWithWorkers, STOPPED, tellParent, unfitForWorkers } from "./workers.ts";

export interface ServeOptions {
  readonly workers: number;
  /** Started by the parent of several, which has told the warnings and greets. */
  readonly asWorker?: boolean;
}

/** `ramz serve`: runs until SIGTERM or SIGINT, then drains and closes the store. */
export async function serveCommand({ workers, asWorker = false }: ServeOptions): Promise<void> {
  if (workers > 1) {
    const loaded = await settingsOrFail(process.env);
    return loaded === null ? undefined : serveWithWorkers(workers, loaded.config);
  }
  const configured = await ramzOrFail(process.env, !asWorker);
  if (configured === null) return;
  const { ramz, config } = configured;
  const limited = httpLimitFault(ramz.accountPlaces, process.env);
  if (limited !== null) {
    await ramz.close();
    return fail([limited]);
  }
  if (!asWorker) {
    const doubt = hostDoubt(config, ramz.consoleMode);
    if (doubt !== null) console.error(`warning: ${doubt}`);
    return serveUntilStopped(ramz, config, ({ url }) => greet(url, ramz, config));
  }
  const unfit = unfitForWorkers(ramz);
  if (unfit === null) return serveUntilStopped(ramz, config, tellParent, { shared: true, stopOn: onParent });
  await ramz.close();
  fail([unfit]);
}

export interface Serving {
  /** Whether other processes listen on the same address. */
  readonly shared: boolean;
  /** Arranges what makes it stop. */
  readonly stopOn: (stop: () => void) => void;
}

/** Listens, greets, and stops when told to: lets what runs finish, then closes. Closes at once when it cannot listen. */
export async function serveUntilStopped(
  ramz: Ramz,
  config: Pick<Config, "host" | "port" | "auth">,
  welcome: (listening: Listening) => void,
  { shared, stopOn }: Serving = { shared: false, stopOn: onSignal },
): Promise<void> {
  const { port } = config;
  const host = hostOf(config, ramz.inbox !== null);
  const listening = tryListen(ramz, { host, port, shared });
  if (listening === null) {
    await ramz.close();
    return fail([portTaken(host, port)]);
  }
  // A provider may be third-party code; what it lets fall outside a call must not end everybody's verifications.
  process.on("uncaughtException", (error) => reportStray(ramz, error));
  process.on("unhandledRejection", (reason) => reportStray(ramz, reason));
  let stopping = false;
  stopOn(() => {
    if (!stopping) void drain(listening, ramz, shared);
    stopping = true;
  });
  welcome(listening);
  // Whoever starts Ramz hears at once of a store that is not there.
  void ramz.readiness();
}

/** Never throws: that would end the process, or come back here. Anything may be thrown, also what no text can be made of. */
function reportStray({ report }: Ramz, thrown: unknown): void {
  try {
    report(thrown, "");
  } catch {
    report("A provider threw what cannot be shown, outside of any call.", "");
  }
}

/** Another of the same ends it at once, as it ends any process. */
function onSignal(stop: () => void): void {
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function tryListen(ramz: Ramz, address: Parameters<typeof listen>[1]): Listening | null {
  try {
    return listen(ramz, address);
  } catch (error) {
    if (error instanceof Error && "syscall" in error && error.syscall === "listen") return null;
    throw error;
  }
}

async function drain(listening: Listening, ramz: Ramz, shared: boolean): Promise<void> {
  await listening.stop();
  await ramz.close();
  // Of several processes the parent says it, once.
  if (!shared) printLine(STOPPED);
  await flushOutput();
  // A collector that hangs keeps its connection, and with it the process, alive.
  process.exit(0);
}

function greet(url: URL, { consoleMode }: Ramz, config: Config): void {
  printLine(`Ramz listens on ${url.origin}. API: ${url.origin}/openapi`);
  if (!consoleMode) return;
  printLine(`Console mode: codes are shown here and at ${url.origin}/dev/inbox, nothing is sent.`);
  printLine(`Try: curl ${url.origin}${firstCall(config)}`);
}

/** How a code is asked for: without a key an app that is public is called where its predecessor was. */
function firstCall({ auth, apps }: Config): string {
  const json = "-H 'content-type: application/json'";
  const haveKeys = apps.some(({ keys }) => keys.length > 0);
  if (!haveKeys && apps.some(({ isPublic }) => isPublic))
    return `${LEGACY_PREFIX}/otp ${json} -d '{"phone_number":"09121234567"}'`;
  const key = auth === "keys" ? " -H 'authorization: Bearer <key>'" : "";
  return `/v1/verifications ${json}${key} -d '{"to":"09121234567"}'`;
}
