/** A sliding window of one process with its sums at hand: the rule of domain/rate-limits/sliding-window.ts, made for a million sends. */
import { BUCKETS, type Counter, type Sums } from "../../../domain/rate-limits/sliding-window.ts";

export class FastWindow {
  readonly #buckets = new Map<number, Record<Counter, number>>();
  readonly #bucketMs: number;
  #current = 0;
  #used = 0;
  #approved = 0;

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / BUCKETS;
  }

  /** The sums at `now`, which never goes back. */
  sums(now: number): Sums {
    const current = Math.floor(now / this.#bucketMs);
    if (current !== this.#current) this.#roll(current);
    return { used: this.#used, approved: this.#approved };
  }

  /** Counts at `at`, which may lie before `now`. */
  add(counter: Counter, amount: number, at: number): void {
    const bucket = Math.floor(at / this.#bucketMs);
    if (bucket < this.#current - BUCKETS) return;
    const sums = this.#buckets.get(bucket) ?? { used: 0, approved: 0 };
    sums[counter] += amount;
    this.#buckets.set(bucket, sums);
    if (counter === "used") this.#used += amount;
    else this.#approved += amount;
  }

  #roll(current: number): void {
    this.#current = current;
    // Buckets come in the order of their first count, which is nearly that of time.
    for (const [bucket, { used, approved }] of this.#buckets) {
      if (bucket >= current - BUCKETS) continue;
      this.#buckets.delete(bucket);
      this.#used -= used;
      this.#approved -= approved;
    }
  }
}
