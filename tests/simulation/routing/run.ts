/** One run of a scenario: first sends come at random, each takes the order of the real rule over windows like the real ones. */
import { orderOf } from "../../../domain/routing/order.ts";
import { POINTS, routeFacts } from "../../../domain/routing/route-windows.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import type { Scenario } from "./scenarios.ts";
import { FastWindow } from "./window.ts";

export const RUN_MS: number = 48 * HOUR_MS;
const NAMES = ["a", "b", "c"] as const;
/** A code lives so long; when it is asked for again, and from when an approval is late. */
const LIFE_MS = 300 * SECOND_MS;
const RESEND_MS = 60 * SECOND_MS;
/** Of a log-normal time whose 90th percentile is 75 s with a median of 32 s. */
const SPREAD = 0.665;
const ZERO_AT = Date.UTC(2026, 0, 5);

export interface Outcome {
  readonly sends: number;
  /** Share of verifications that were approved, in points. */
  readonly points: number;
  /** The same with late ones as half. */
  readonly inTimePoints: number;
  /** Mean price of a first message. */
  readonly rial: number;
  /** First sends by hour of the run and provider. */
  readonly firsts: readonly (readonly number[])[];
  /** The largest share of first sends that explored in any hour. */
  readonly exploredMost: number;
}

export function run(scenario: Scenario, seed: number, isLearning: boolean): Outcome {
  const random = seeded(seed);
  const windows = NAMES.map(() => [DAY_MS, HOUR_MS, MINUTE_MS].map((ms) => new FastWindow(ms)));
  const later = new Queue();
  const prices = scenario.rial ?? [1_000, 1_100, 1_200];
  const firsts = Array.from({ length: RUN_MS / HOUR_MS }, () => NAMES.map(() => 0));
  const explored = firsts.map(() => 0);
  let [sends, approved, inTime, rial] = [0, 0, 0, 0];

  const decide = (now: number, u: number) => {
    const sums = windows.flatMap((all) => all.map((window) => window.sums(now)));
    const facts = routeFacts({ providers: NAMES, priced: false }, sums, priceOf) ?? [];
    return orderOf(facts, u, scenario.rial === undefined ? "configured" : "cheapest");
  };
  const priceOf = (name: string) => (scenario.rial === undefined ? null : (prices[indexOf(name)] ?? null));
  const count = (provider: number, counter: "used" | "approved", amount: number, at: number) => {
    for (const window of windows[provider] ?? []) window.add(counter, amount, at);
  };

  for (let at = 0; ;) {
    at += (-Math.log(1 - random()) * HOUR_MS) / scenario.perHour;
    if (at >= RUN_MS) break;
    // The same draws for both orders, so that they are compared over the same people.
    const [u, isPorted, back, backAgain, time, timeAgain] = [
      random(),
      random(),
      random(),
      random(),
      normal(random),
      normal(random),
    ];
    later.until(ZERO_AT + at);
    const isElsewhere = isPorted < (scenario.ported ?? 0);
    const isArrived = isPorted >= 1 - (scenario.arrived ?? 0);
    // Sends that are taken for another operator's neither learn here nor teach: there nothing is wrong.
    const isOfHere = scenario.isNamed === true ? !isElsewhere : !isArrived;
    const isRouted = isLearning && isOfHere;
    const route = isRouted ? decide(ZERO_AT + at, u) : { groups: [NAMES], reasons: [] };
    const teach = isOfHere ? count : () => {};
    const order = route.groups.flat();
    const first = indexOf(order[0] ?? "a");
    const hour = Math.floor(at / HOUR_MS);
    const place = firsts[hour];
    if (place !== undefined) place[first] = (place[first] ?? 0) + 1;
    if (route.reasons[0]?.why === "exploring") explored[hour] = (explored[hour] ?? 0) + 1;
    sends += 1;
    rial += prices[first] ?? 0;

    const share = (provider: number, then: number) => scenario.share(isElsewhere ? 0 : then, provider);
    const median = (provider: number) => scenario.medianMs?.(at, provider) ?? 32 * SECOND_MS;
    const afterMs = back < share(first, at) ? median(first) * Math.exp(SPREAD * time) : Infinity;
    const isAskedAgain = scenario.asksAgain === true && afterMs > RESEND_MS;
    teach(first, "used", POINTS.send, ZERO_AT + at);
    if (isAskedAgain) {
      // The second message goes to the next provider of the same health.
      const group = route.groups.find((names) => names.includes(order[0] ?? "")) ?? [];
      const well = route.groups.find((names) => names.length > 0 && names !== group) ?? [];
      const next = [...group, ...well, ...order].find((name) => name !== order[0]) ?? "a";
      const second = indexOf(next);
      const againMs =
        backAgain < share(second, at + RESEND_MS)
          ? RESEND_MS + median(second) * Math.exp(SPREAD * timeAgain)
          : Infinity;
      if (Math.min(afterMs, againMs) < LIFE_MS) [approved, inTime] = [approved + 1, inTime + 0.5];
    } else if (afterMs < LIFE_MS) {
      const isInTime = afterMs < RESEND_MS;
      [approved, inTime] = [approved + 1, inTime + (isInTime ? 1 : 0.5)];
      const [sentAt, points] = [ZERO_AT + at, isInTime ? POINTS.inTime : POINTS.late];
      later.add(sentAt + afterMs, () => teach(first, "approved", points, sentAt));
    }
  }
  const shares = explored.map((some, hour) => some / Math.max(1, sum(firsts[hour] ?? [])));
  return {
    sends,
    points: (100 * approved) / sends,
    inTimePoints: (100 * inTime) / sends,
    rial: rial / sends,
    firsts,
    exploredMost: Math.max(...shares),
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function indexOf(name: string): number {
  return NAMES.findIndex((one) => one === name);
}

/** Work that is due at a time. */
class Queue {
  readonly #heap: { readonly at: number; readonly work: () => void }[] = [];

  add(at: number, work: () => void): void {
    const heap = this.#heap;
    let place = heap.push({ at, work }) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.#at(above) <= at) break;
      this.#swap(place, above);
      place = above;
    }
  }

  /** Does what is due. */
  until(now: number): void {
    const heap = this.#heap;
    for (let first = heap[0]; first !== undefined && first.at <= now; first = heap[0]) {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) this.#sink(last);
      first.work();
    }
  }

  #sink(last: { readonly at: number; readonly work: () => void }): void {
    const heap = this.#heap;
    heap[0] = last;
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const child = this.#at(right) < this.#at(left) ? right : left;
      if (this.#at(child) >= last.at) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #at(place: number): number {
    return this.#heap[place]?.at ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one !== undefined && other !== undefined) [this.#heap[a], this.#heap[b]] = [other, one];
  }
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32: fast and the same everywhere. */
function seeded(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
