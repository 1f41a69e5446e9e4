/** Real Redis servers on free ports of this machine, each in a folder of its own and stopped by its own process. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis, type RedisOptions } from "ioredis";

/** Whichever is there: the same commands on both. */
export const SERVER: string = Bun.which("redis-server") ?? Bun.which("valkey-server") ?? "redis-server";

/** On Linux a server dies with the test process, also when that is killed. */
const setpriv = Bun.which("setpriv");
const MORTAL: readonly string[] = setpriv === null ? [] : [setpriv, "--pdeathsig", "KILL"];

const START_WITHIN_MS = 5_000;

export interface ServerOptions {
  readonly port?: number;
  /** What `redis-server` takes: `{ maxmemory: "2mb" }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Lines of a configuration file, for what it can only be told there. */
  readonly file?: readonly string[];
  readonly sentinel?: boolean;
  /** How a client of the tests gets in. */
  readonly client?: Pick<RedisOptions, "username" | "password" | "tls">;
}

export interface Server {
  readonly port: number;
  readonly url: string;
  /** A client of the tests' own; closed with the server. */
  readonly redis: Redis;
  /** SIGKILL: nothing is said or written any more. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing is answered, until `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same port, with what it had written to its folder. */
  start(): Promise<void>;
}

/** Everything of this run lies here. */
export const folder: string = mkdtempSync(join(tmpdir(), "ramz-redis-"));
const living = new Set<Bun.Subprocess>();
// The test process ends them itself, whatever became of the tests.
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { client = {} } = options;
  const port = options.port ?? (await freePort());
  const home = join(folder, String(port));
  mkdirSync(home, { recursive: true });
  const file = join(home, "redis.conf");
  const lines = [...Object.entries(settingsOf(port, home, options)), ...(options.file ?? [])];
  await Bun.write(file, lines.map((line) => (typeof line === "string" ? line : line.join(" "))).join("\n"));
  const command = [...MORTAL, SERVER, file, ...(options.sentinel === true ? ["--sentinel"] : [])];

  let child: Bun.Subprocess | null = null;
  const redis = new Redis({
    host: "127.0.0.1",
    port,
    lazyConnect: true,
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
    ...client,
  });
  redis.on("error", () => {});
  const start = async () => {
    child = Bun.spawn(command, { stdout: Bun.file(join(home, "log")), stderr: "ignore" });
    living.add(child);
    await answering(port, client);
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    redis,
    start,
    async kill() {
      if (child === null) return;
      child.kill("SIGKILL");
      await child.exited;
      living.delete(child);
    },
    pause: () => child?.kill("SIGSTOP"),
    resume: () => child?.kill("SIGCONT"),
  };
}

/** Nothing on disk but what a test asks for, and nothing reachable from outside. */
function settingsOf(port: number, home: string, { settings, sentinel }: ServerOptions) {
  const kept = sentinel === true ? {} : { save: '""', appendonly: "no", "repl-diskless-sync-delay": 0 };
  return { port, bind: "127.0.0.1", dir: home, ...kept, ...settings };
}

async function answering(port: number, client: ServerOptions["client"]): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  for (;;) {
    const probe = new Redis({ host: "127.0.0.1", port, lazyConnect: true, retryStrategy: null, ...client });
    probe.on("error", () => {});
    const up = await probe.ping().then(
      () => true,
      () => false,
    );
    probe.disconnect();
    if (up) return;
    if (Date.now() > giveUpAt) throw new Error(`${SERVER} does not answer on port ${port}`);
    await Bun.sleep(20);
  }
}

const given = new Set<number>();

/** Never the same twice, below the ports the system hands out, and so is the Cluster's second port, 10000 higher. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 10_000);
    if (given.has(port) || !(await isFree(port)) || !(await isFree(port + 10_000))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Waits until something is so. */
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
