/** Gives names free that were claimed for nothing, also when the store is down just then. */
import type { Clock } from "./ports.ts";
import { nullOnOutage } from "./patience.ts";
import type { OnceStore } from "./storage/store.ts";
import { SECOND_MS, type EpochMs } from "./time.ts";

/** A name someone holds, or may hold: nobody knows whether a claim went through whose answer was lost. */
export interface HeldName {
  readonly name: string;
  /** What was put there; nobody else puts the same. */
  readonly value: string;
  /** When the name is free by itself. */
  readonly until: EpochMs;
}

const RETRY_MS = SECOND_MS;

/** A store that is down for long must not fill the memory; what is above it gets free by itself. */
const MOST_WAITING = 10_000;

/** A function that gives a name free. It resolves after the first try; while the store is down, it goes on trying by itself. */
export function createRelease(once: OnceStore, clock: Clock): (held: HeldName) => Promise<void> {
  const waiting = new Set<HeldName>();

  /** Whether the store answered. */
  const release = async ({ name, value }: HeldName) =>
    (await nullOnOutage(once.release(name, value).then(() => true))) !== null;

  const goOn = async () => {
    while (waiting.size > 0) {
      await clock.timer(RETRY_MS).elapsed;
      for (const held of waiting) {
        if (held.until > clock.now() && !(await release(held))) break;
        waiting.delete(held);
      }
    }
  };
  return async (held) => {
    if ((await release(held)) || waiting.size >= MOST_WAITING) return;
    waiting.add(held);
    if (waiting.size === 1) void goOn();
  };
}
