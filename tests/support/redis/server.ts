/** Real Redis servers on free ports of this machine, each in a folder of its own and stopped by its own process. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Redis, type RedisOptions } from "ioredis";
import { findProgram, REDIS } from "../programs.ts";
import { folder } from "./folder.ts";
import { freePort } from "./ports.ts";

const SERVER = findProgram(REDIS) ?? "redis-server";

/** On Linux a server ends with the test process, also when that is killed. */
const setpriv = Bun.which("setpriv");
const MORTAL: readonly string[] = setpriv === null ? [] : [setpriv, "--pdeathsig", "KILL"];

const START_WITHIN_MS = 15_000;

export interface ServerOptions {
  /** What `redis-server` takes: `{ maxmemory: "2mb" }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Lines of the configuration file, for settings that exist only there. */
  readonly file?: readonly string[];
  readonly sentinel?: boolean;
  /** How a client of the tests connects; with `tls` there is no other way. */
  readonly client?: Pick<RedisOptions, "username" | "password" | "tls">;
}

/** Killed at the end of its scope, and its files removed. */
export interface Server extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Its configuration, `redis.conf`, and its data are there. */
  readonly home: string;
  /** A client of the tests' own. */
  readonly redis: Redis;
  /** SIGTERM, as a service manager stops it: it writes what its settings say. */
  stop(): Promise<void>;
  /** SIGKILL: nothing more is written. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open without replies, until `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port, with the data in its folder. */
  start(): Promise<void>;
}

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { client = {}, sentinel = false } = options;
  const port = await freePort();
  const home = join(folder, String(port));
  mkdirSync(home, { recursive: true });
  const file = join(home, "redis.conf");
  await Bun.write(file, linesOf(port, home, options).join("\n"));
  const command = [...MORTAL, SERVER, file, ...(sentinel ? ["--sentinel"] : [])];

  let child: Bun.Subprocess | null = null;
  const redis = new Redis({ ...clientOf(port, client), retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on("error", () => {});
  const launch = () => {
    const log = join(home, "log");
    child = Bun.spawn(command, { stdout: Bun.file(log), stderr: "ignore" });
    return answering(child, clientOf(port, client), log);
  };
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child?.kill(signal);
    await child?.exited;
  };
  const kill = () => end("SIGKILL");
  const dispose = async () => {
    redis.disconnect();
    await kill();
    rmSync(home, { recursive: true, force: true });
  };
  if ((await launch()) === "port taken") {
    await dispose();
    return startServer(options);
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    home,
    redis,
    stop: () => end("SIGTERM"),
    kill,
    pause: () => child?.kill("SIGSTOP"),
    resume: () => child?.kill("SIGCONT"),
    async start() {
      if ((await launch()) === "port taken")
        throw new Error(`port ${port} was taken while its server was down`);
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Persists only if a test asks for it, and is not reachable from outside. */
function linesOf(port: number, home: string, { settings, file = [], sentinel, client }: ServerOptions) {
  const listens = client?.tls === undefined ? { port } : { port: 0, "tls-port": port };
  const kept = sentinel === true ? {} : { save: '""', appendonly: "no", "repl-diskless-sync-delay": 0 };
  const all = { ...listens, bind: "127.0.0.1", dir: home, ...kept, ...settings };
  return [...Object.entries(all).map((line) => line.join(" ")), ...file];
}

function clientOf(port: number, client: ServerOptions["client"]) {
  return { host: "127.0.0.1", port, lazyConnect: true, ...client };
}

/** Waits until this process answers: if the port was taken meanwhile, another one does. */
async function answering(
  child: Bun.Subprocess,
  client: ReturnType<typeof clientOf>,
  log: string,
): Promise<"up" | "port taken"> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  while (child.exitCode === null && Date.now() < giveUpAt) {
    const probe = new Redis({ ...client, retryStrategy: null });
    probe.on("error", () => {});
    const [, info] = await Promise.all([probe.ping(), probe.info("server")]).catch(() => ["", ""]);
    probe.disconnect();
    if (info.includes(`process_id:${child.pid}\r\n`)) return "up";
    await Bun.sleep(20);
  }
  const said = readFileSync(log, "utf8");
  if (said.includes("Failed listening on port")) return "port taken";
  throw new Error(`${SERVER} does not answer on port ${client.port}: ${said}`);
}

/** Waits until this holds. Throws after `withinMs`. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs: number,
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`after ${withinMs} ms still not: ${what}`);
    await Bun.sleep(25);
  }
}
