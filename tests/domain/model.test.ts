/** Any sequence of starts, guesses, cancels and waiting does what a few lines of rules say. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../domain/policy.ts";
import { codeIn, wrong } from "../support/steps.ts";
import { createWorld, type World } from "../support/world.ts";

/** The rules of one number and purpose, said as plainly as possible. Times are seconds. */
interface Model {
  now: number;
  sends: number[];
  guesses: number[];
  approvedAt: number;
  /** When anything last changed; a day later all is forgotten. */
  touchedAt: number;
  live: { status: string; expiresAt: number; checksLeft: number } | null;
}

const POLICY = { checksPerVerification: 3, guessesPerDay: 8, sendsPerHour: 4, sendsPerDay: 7 };
const TTL = 300;
const HOUR = HOUR_MS / SECOND_MS;
const DAY = DAY_MS / SECOND_MS;

const within = (moments: readonly number[], now: number, window: number) =>
  moments.filter((at) => at > now - window).length;

function statusOf({ live, now }: Model): string {
  if (live === null) return "not_found";
  return live.status === "pending" && now >= live.expiresAt ? "expired" : live.status;
}

function startOf(model: Model): string {
  const { sends, guesses, now, approvedAt } = model;
  const last = sends.at(-1) ?? -Infinity;
  const run = sends.filter((at) => at > last - HOUR && at > approvedAt).length;
  const wait = [60, 60, 120, 240][Math.min(run, 3)] ?? 60;
  const cooling = now < last + wait;
  const capped =
    within(sends, now, HOUR) >= POLICY.sendsPerHour || within(sends, now, DAY) >= POLICY.sendsPerDay;
  if (cooling || capped || within(guesses, now, DAY) >= POLICY.guessesPerDay) return "refused";
  sends.push(now);
  model.touchedAt = now;
  if (statusOf(model) === "pending" && (model.live?.expiresAt ?? 0) - now >= TTL / 5) return "resent";
  model.live = { status: "pending", expiresAt: now + TTL, checksLeft: POLICY.checksPerVerification };
  return "opened";
}

function checkOf(model: Model, right: boolean): string {
  const { live, guesses, now } = model;
  const status = statusOf(model);
  if (live === null || status !== "pending") return status === "approved" ? "already_approved" : status;
  if (within(guesses, now, DAY) >= POLICY.guessesPerDay) return "guess_limit";
  guesses.push(now);
  model.touchedAt = now;
  live.checksLeft -= 1;
  if (right) model.approvedAt = now;
  live.status = right ? "approved" : live.checksLeft > 0 ? "pending" : "exhausted";
  return right ? "approved" : "incorrect";
}

type Step = fc.Command<Model, World>;
const step = (name: string, run: (model: Model, world: World) => void): Step => ({
  check: () => true,
  run,
  toString: () => name,
});

const start = step("start", (model, world) => {
  const verdict = world.start();
  const told = verdict.kind === "sent" ? (verdict.resent ? "resent" : "opened") : "refused";
  expect(told).toBe(startOf(model));
});
const guess = (right: boolean) =>
  step(right ? "right guess" : "wrong guess", (model, world) => {
    const code = world.handed.length === 0 ? "000000" : codeIn(world);
    expect<string>(world.check(right ? code : wrong(code)).kind).toBe(checkOf(model, right));
  });
const cancel = step("cancel", (model, world) => {
  const status = statusOf(model);
  if (model.live !== null && status === "pending") {
    model.live.status = "canceled";
    model.touchedAt = model.now;
  }
  const expected = status === "pending" ? "canceled" : status === "approved" ? "already_approved" : status;
  expect<string>(world.cancel(world.handed.at(-1)?.message.verificationId ?? "none").kind).toBe(expected);
});
const wait = (seconds: number) =>
  step(`wait ${seconds} s`, (model, world) => {
    model.now += seconds;
    if (model.now - model.touchedAt >= DAY) model.live = null;
    world.clock.advance(seconds * SECOND_MS);
  });

const waits = fc.oneof(
  fc.constantFrom(1, 59, 60, 120, 239, 240, 241, 299, 300, 3_599, 3_600),
  fc.nat({ max: DAY / 4 }),
);
const steps = fc.commands(
  [
    fc.constant(start),
    fc.constant(start),
    fc.constant(guess(true)),
    fc.constant(guess(false)),
    fc.constant(guess(false)),
    fc.constant(cancel),
    waits.map(wait),
    waits.map(wait),
  ],
  { maxCommands: 80, size: "max" },
);

test("any story of starts, guesses, cancels and waits goes as the rules say", () => {
  fc.assert(
    fc.property(steps, (story) => {
      const model: Model = {
        now: 0,
        sends: [],
        guesses: [],
        approvedAt: -Infinity,
        touchedAt: 0,
        live: null,
      };
      fc.modelRun(() => ({ model, real: createWorld({ policy: POLICY }) }), story);
    }),
    { numRuns: 500 },
  );
});
