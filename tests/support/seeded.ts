/** Randomness that is a function of its seed, so that every failure can be replayed. */
import type { Random } from "../../domain/ports.ts";

export interface Seeded extends Random {
  /** At least 0 and below 1. */
  unit(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** A stream of its own: what is drawn from one does not shift the other. */
  fork(): Seeded;
}

export function createSeeded(seed: number): Seeded {
  let state = seed >>> 0;

  /** 32 bits (mulberry32: short, and good enough to pick faults with). */
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const unit = () => bits() / 2 ** 32;
  const whole = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1));

  return {
    unit,
    whole,
    happens: (probability) => unit() < probability,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    fork: () => createSeeded(bits()),
    token(byteCount) {
      const bytes = Uint8Array.from({ length: byteCount }, () => bits() & 0xff);
      return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
    },
  };
}
