import type { Clock } from "../../domain/ports.ts";

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  timer(ms) {
    const { promise: elapsed, resolve } = Promise.withResolvers<void>();
    const handle = setTimeout(resolve, ms);
    return { elapsed, cancel: () => clearTimeout(handle) };
  },
};
