/** Several processes of one command: started, replaced when they die, stopped together. What they do is not known here. */

export interface WorkersOptions {
  readonly count: number;
  /** What each of them runs. It sends its parent any message once it serves, and stops on SIGTERM. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tell: (
    level: "info" | "warn",
    text: string,
    fields: { readonly worker: number; readonly pid: number },
  ) => void;
}

export interface Workers {
  /** False when one of them ended instead of serving; then all are stopped. */
  start(): Promise<boolean>;
  /** Asks all to stop; nobody is replaced any more. */
  stop(): void;
  /** Settles when the last has ended, which is after `stop` alone. */
  ended(): Promise<void>;
}

/** Waits before a new worker double with every one that dies young, so that a lasting fault neither fills the log nor the CPU. */
const WAIT_MIN_MS = 100;
const WAIT_MAX_MS = 10_000;
const YOUNG_MS = 10_000;

export function createWorkers({ count, command, env, tell }: WorkersOptions): Workers {
  const living = new Set<Worker>();
  const stopping = Promise.withResolvers<void>();
  let isStopping = false;
  let places: readonly Promise<void>[] = [];

  const hire = (number: number): Worker => {
    const worker = spawn(command, env, number);
    living.add(worker);
    void worker.ended.then(() => living.delete(worker));
    if (isStopping) worker.stop();
    return worker;
  };

  const stop = () => {
    isStopping = true;
    stopping.resolve();
    for (const worker of living) worker.stop();
  };

  /** Fills the place of a worker whenever it is empty, until all are to stop. */
  const keepFilled = async (first: Worker): Promise<void> => {
    let worker = first;
    let wait = WAIT_MIN_MS;
    for (;;) {
      const end = await worker.ended;
      if (isStopping) return;
      // One that was asked to go, as in a rolling restart, has done nothing wrong.
      wait = end.wanted || end.ageMs >= YOUNG_MS ? WAIT_MIN_MS : Math.min(2 * wait, WAIT_MAX_MS);
      const { number, pid } = worker;
      const text = `worker ${number} ended (${end.how}); a new one starts in ${wait} ms`;
      tell(end.wanted ? "info" : "warn", text, { worker: number, pid });
      await Promise.race([Bun.sleep(wait), stopping.promise]);
      if (isStopping) return;
      worker = hire(number);
      void greeted(worker);
    }
  };

  /** Whoever restarts workers one by one waits for this line before the next. */
  const greeted = async ({ number, pid, serves }: Worker): Promise<void> => {
    if (await serves) tell("info", `worker ${number} serves`, { worker: number, pid });
  };

  return {
    async start() {
      // The first alone: what keeps it from serving keeps the others from it, and is told once.
      const first = hire(1);
      // It may serve only after all were to stop; then nobody else is needed.
      const isWanted = (await first.serves) && !isStopping;
      const others = isWanted ? Array.from({ length: count - 1 }, (_, at) => hire(at + 2)) : [];
      const all = [first, ...others];
      const served = (await Promise.all(all.map(({ serves }) => serves))).every(Boolean);
      if (served) places = all.map(keepFilled);
      else stop();
      return served;
    },
    stop,
    async ended() {
      await Promise.all(places);
      await Promise.all([...living].map((worker) => worker.ended));
    },
  };
}

interface End {
  /** In words, for the log. */
  readonly how: string;
  /** It stopped as it does when it is asked to. */
  readonly wanted: boolean;
  readonly ageMs: number;
}

interface Worker {
  readonly number: number;
  readonly pid: number;
  readonly serves: Promise<boolean>;
  readonly ended: Promise<End>;
  stop(): void;
}

function spawn(command: readonly string[], env: WorkersOptions["env"], number: number): Worker {
  const begun = performance.now();
  const serves = Promise.withResolvers<boolean>();
  const child = Bun.spawn([...command], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
    // The channel also tells a worker that its parent is gone.
    ipc: () => serves.resolve(true),
  });
  const ended = child.exited.then((code): End => {
    serves.resolve(false);
    const how = child.signalCode === null ? `exit code ${code}` : String(child.signalCode);
    return { how, wanted: code === 0, ageMs: performance.now() - begun };
  });
  return { number, pid: child.pid, serves: serves.promise, ended, stop: () => child.kill("SIGTERM") };
}
