/** A clock that stops until nothing else can run, then jumps to the next timer. No real time passes. */
import { drainMicrotasks } from "bun:jsc";
import type { Clock } from "../../domain/ports.ts";
import type { EpochMs } from "../../domain/time.ts";

export interface SimClock extends Clock {
  /** Timers of the domain that neither elapsed nor were given up. */
  held(): number;
  /** A wait of the world outside the domain; not counted by `held`. */
  sleep(ms: number): Promise<void>;
  /** Lets `ms` pass, with every timer on the way. */
  advance(ms: number): void;
  /** Lets time pass until the promise settles, and hands out its value or throws its error. */
  run<T>(promise: Promise<T>): T;
}

interface Alarm {
  readonly at: EpochMs;
  ring(): void;
}

/** Looks at the clock within one instant that no honest work needs. */
const LIVELOCK = 200_000;

type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Monday noon, so that times in failures read well. */
export const SIM_START: EpochMs = Date.UTC(2026, 0, 5, 12);

export function createSimClock(start: EpochMs = SIM_START): SimClock {
  let now = start;
  let held = 0;
  let asked = 0;
  /** Soonest first; among equals the one set first. */
  const alarms: Alarm[] = [];

  const set = (ms: number, ring: () => void) => {
    const alarm = { at: now + ms, ring };
    const place = alarms.findLastIndex(({ at }) => at <= alarm.at) + 1;
    alarms.splice(place, 0, alarm);
    return alarm;
  };
  /** Rings the next alarm, unless it is later than `until`. */
  const step = (until: EpochMs) => {
    const next = alarms[0];
    if (next === undefined || next.at > until) return false;
    alarms.shift();
    now = next.at;
    asked = 0;
    next.ring();
    drainMicrotasks();
    return true;
  };

  return {
    now() {
      asked += 1;
      if (asked > LIVELOCK) throw new Error("Livelock: a loop spins while time stands still.");
      return now;
    },
    held: () => held,
    timer(ms) {
      const { promise: elapsed, resolve } = Promise.withResolvers<void>();
      held += 1;
      const alarm = set(ms, () => {
        held -= 1;
        resolve();
      });
      const cancel = () => {
        const place = alarms.indexOf(alarm);
        if (place < 0) return;
        alarms.splice(place, 1);
        held -= 1;
      };
      return { elapsed, cancel };
    },
    sleep: (ms) => new Promise((resolve) => void set(ms, resolve)),
    advance(ms) {
      const until = now + ms;
      drainMicrotasks();
      while (step(until));
      now = until;
      asked = 0;
    },
    run<T>(promise: Promise<T>): T {
      const seen: Settled<T>[] = [];
      promise.then(
        (value) => seen.push({ value }),
        (error: unknown) => seen.push({ error }),
      );
      drainMicrotasks();
      while (seen.length === 0) {
        if (!step(Infinity)) throw new Error("Deadlock: a promise waits and no timer is set.");
      }
      return unwrap(seen);
    },
  };
}

function unwrap<T>([settled]: readonly Settled<T>[]): T {
  if (settled === undefined) throw new Error("nothing settled");
  if ("error" in settled) throw settled.error;
  return settled.value;
}
