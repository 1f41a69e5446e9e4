/**
 * The whole core in thousands of small worlds, each a function of its seed.
 * `SIM_RUNS=1000000 bun test tests/simulation` runs more of them; `SIM_SEED=123` replays one, line by line.
 */
import { expect, test } from "bun:test";
import { SIM_START } from "../support/sim-clock.ts";
import { lineOf } from "./history.ts";
import { broken } from "./invariants.ts";
import seeds from "./seeds.json";
import { Tally } from "./tally.ts";
import { type Run, simulate } from "./world.ts";

const replay = Bun.env["SIM_SEED"];
const runs = Number(Bun.env["SIM_RUNS"] ?? 3_000);
const failedBefore: readonly number[] = seeds;

/** Runs one world. Throws when it breaks an invariant; the message says how to replay it. */
function runWorld(seed: number): Run {
  const again = `Replay: SIM_SEED=${seed} bun test tests/simulation\nWhen it is understood, add ${seed} to tests/simulation/seeds.json.`;
  const run = withReplay(again, () => simulate(seed));
  if (replay !== undefined) console.log(run.events.map((event) => lineOf(event, SIM_START)).join("\n"));
  const how = broken(run);
  if (how !== null) throw new Error(`${how}\n${again}`);
  return run;
}

/** Adds how to replay the world to an error, e.g. of a promise that nothing settles. */
function withReplay<T>(again: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new Error(`${String(error)}\n${again}`, { cause: error });
  }
}

function everyWorld(): void {
  const tally = new Tally();
  const started = performance.now();
  for (const seed of failedBefore) tally.add(runWorld(seed));
  for (let seed = 0; seed < runs; seed++) tally.add(runWorld(seed));
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`${runs + failedBefore.length} simulated worlds in ${seconds} s\n${tally.summary()}`);
  expect(tally.neverHappened()).toEqual([]);
}

if (replay === undefined) {
  // Plenty of time, for slow machines.
  test("every world keeps every invariant", everyWorld, 60_000 + runs * 5);
} else {
  test(`the world of seed ${replay} keeps every invariant`, () => {
    expect(runWorld(Number(replay)).timersHeld).toBe(0);
  });
}
