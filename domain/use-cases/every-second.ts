/** Repeats work every second until it is stopped. */
import type { Clock } from "../ports.ts";
import { SECOND_MS, withTimeout } from "../time.ts";

export interface Repeated {
  start(): void;
  /** Resolves when no work is under way. */
  stop(): Promise<void>;
}

/** `work` must not reject. The second begins when it has ended. */
export function everySecond(work: () => Promise<void>, clock: Clock): Repeated {
  let running: { readonly stop: () => void; readonly over: Promise<void> } | null = null;

  async function repeat(isStopped: () => boolean, stopped: Promise<void>): Promise<void> {
    while (!isStopped()) {
      await work();
      await withTimeout(clock.timer(SECOND_MS), stopped);
    }
  }

  return {
    start() {
      if (running !== null) return;
      const { promise: stopped, resolve } = Promise.withResolvers<void>();
      let isStopped = false;
      const stop = () => {
        isStopped = true;
        resolve();
      };
      running = { stop, over: repeat(() => isStopped, stopped) };
    },
    async stop() {
      const was = running;
      running = null;
      was?.stop();
      await was?.over;
    },
  };
}
