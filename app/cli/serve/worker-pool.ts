/** Several processes that run one command: started, replaced when they end, and stopped together. What the command does is unknown here. */

export interface WorkersOptions {
  readonly count: number;
  /** What each worker runs. It sends its parent any message once it serves, reads its configuration again on SIGHUP, and stops on SIGTERM. */
  readonly command: readonly string[];
  /** Gets every message of a worker. */
  readonly received?: (message: unknown, from: Peer) => void;
  /** Called when a worker has ended. */
  readonly left?: (peer: Peer) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (
    level: "info" | "warn",
    text: string,
    fields: { readonly worker: number; readonly pid: number },
  ) => void;
}

/** A worker, for those that exchange messages with it. */
export interface Peer {
  /** From 1. The one that replaces another has its number. */
  readonly number: number;
  /** Does nothing if the worker has ended. */
  send(message: unknown): void;
}

export interface Workers {
  /** Resolves to true when all serve. False when one ended instead of serving; then all are stopped. */
  start(): Promise<boolean>;
  /** Sends SIGHUP to all that serve, and to those that are starting once they do. */
  reload(): void;
  /** Asks all to stop. None is replaced any more. */
  stop(): void;
  /** Resolves when the last has ended. That happens after `stop` only. */
  ended(): Promise<void>;
}

/** The wait before a replacement doubles with each worker that ended young, so that a lasting fault fills neither log nor CPU. */
const WAIT_MIN_MS = 100;
const WAIT_MAX_MS = 10_000;
const YOUNG_MS = 10_000;

export function createWorkers(options: WorkersOptions): Workers {
  const { count, log, left = () => {} } = options;
  const living = new Set<Worker>();
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  let places: readonly Promise<void>[] = [];

  const spawnWorker = (number: number): Worker => {
    const worker = spawn(options, number);
    living.add(worker);
    void worker.ended.then(() => living.delete(worker) && left(worker));
    if (isStopping) worker.stop();
    return worker;
  };

  const stop = () => {
    isStopping = true;
    stopping.resolve();
    for (const worker of living) worker.stop();
  };

  /** Replaces a worker, and each of its successors, whenever it ends, until all are to stop. */
  const keepFilled = async (first: Worker): Promise<void> => {
    let worker = first;
    let waitMs = WAIT_MIN_MS;
    for (;;) {
      const end = await worker.ended;
      if (isStopping) return;
      // A worker that was asked to stop, as in a rolling restart, is replaced without a longer wait.
      waitMs = end.isRegular || end.ageMs >= YOUNG_MS ? WAIT_MIN_MS : Math.min(2 * waitMs, WAIT_MAX_MS);
      const { number, pid } = worker;
      const text = `worker ${number} ended (${end.how}); a new one starts in ${waitMs} ms`;
      log(end.isRegular ? "info" : "warn", text, { worker: number, pid });
      await Promise.race([Bun.sleep(waitMs), stopping.promise]);
      if (isStopping) return;
      worker = spawnWorker(number);
      void logServing(worker);
    }
  };

  /** A rolling restart waits for this line before it stops the next worker. */
  const logServing = async ({ number, pid, serves }: Worker): Promise<void> => {
    if (await serves) log("info", `worker ${number} serves`, { worker: number, pid });
  };

  return {
    async start() {
      // The first starts alone: what keeps it from serving would keep the others from it, and is printed once.
      const first = spawnWorker(1);
      // If all are to stop meanwhile, no others are started.
      const isWanted = (await first.serves) && !isStopping;
      const others = isWanted ? Array.from({ length: count - 1 }, (_, at) => spawnWorker(at + 2)) : [];
      const all = [first, ...others];
      const served = (await Promise.all(all.map(({ serves }) => serves))).every(Boolean);
      if (served) places = all.map(keepFilled);
      else stop();
      return served;
    },
    reload() {
      for (const worker of living) void worker.serves.then((serves) => serves && worker.reload());
    },
    stop,
    async ended() {
      await Promise.all(places);
      await Promise.all([...living].map((worker) => worker.ended));
    },
  };
}

interface End {
  /** The exit code or the signal, for the log. */
  readonly how: string;
  /** Exit code 0: it ended because it was asked to. */
  readonly isRegular: boolean;
  readonly ageMs: number;
}

interface Worker extends Peer {
  readonly pid: number;
  /** False when it ended before it served. */
  readonly serves: Promise<boolean>;
  readonly ended: Promise<End>;
  reload(): void;
  stop(): void;
}

function spawn({ command, env, received }: WorkersOptions, number: number): Worker {
  const startedAt = performance.now();
  const serves = Promise.withResolvers<boolean>();
  const child = Bun.spawn([...command], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
    // A worker also learns through this channel that its parent has ended.
    ipc(message) {
      serves.resolve(true);
      received?.(message, worker);
    },
  });
  const ended = child.exited.then((code): End => {
    serves.resolve(false);
    const how = child.signalCode === null ? `exit code ${code}` : String(child.signalCode);
    return { how, isRegular: code === 0, ageMs: performance.now() - startedAt };
  });
  const worker: Worker = {
    number,
    pid: child.pid,
    serves: serves.promise,
    ended,
    send(message) {
      try {
        child.send(message);
      } catch {
        // It has ended.
      }
    },
    reload: () => child.kill("SIGHUP"),
    stop: () => child.kill("SIGTERM"),
  };
  return worker;
}
