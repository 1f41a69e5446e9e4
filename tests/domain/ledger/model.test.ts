/** Any sequence of starts, guesses, cancels and waiting, by anyone and by known sessions, does what a few lines of rules say. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { TrustLevel } from "../../../domain/ledger/send-limits.ts";
import { wrong } from "../../support/steps.ts";
import { createWorld, type World } from "../../support/world.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

/** The rules of one number and purpose, said as plainly as possible. Times are seconds. */
interface Model {
  now: number;
  /** An approval in one lane ends the run of both: the person is there. */
  approvedAt: number;
  /** When anything last changed; a day later all is forgotten. */
  touchedAt: number;
  /** Verifications opened so far; an old one is forgotten for ten newer ones. */
  opened: number;
  readonly lanes: Readonly<Record<TrustLevel, LaneModel>>;
}

interface LaneModel {
  readonly sends: number[];
  readonly guesses: number[];
  live: { id: string; number: number; status: string; expiresAt: number; checksLeft: number } | null;
}

const CAPS = {
  anyone: { sendsPerHour: 4, sendsPerDay: 7, guessesPerDay: 8 },
  known: { sendsPerHour: 3, sendsPerDay: 3, guessesPerDay: 4 },
} as const;
const POLICY = { checksPerVerification: 3, ...CAPS.anyone, knownSendsPerDay: 3, knownGuessesPerDay: 4 };
const TTL = 300;
const HOUR = HOUR_MS / SECOND_MS;
const DAY = DAY_MS / SECOND_MS;
const SETTLED_KEPT = 10;

const within = (moments: readonly number[], now: number, window: number) =>
  moments.filter((at) => at > now - window).length;

function statusOf({ now, lanes }: Model, lane: TrustLevel): string {
  const { live } = lanes[lane];
  if (live === null) return "not_found";
  return live.status === "pending" && now >= live.expiresAt ? "expired" : live.status;
}

function startOf(model: Model, lane: TrustLevel): "refused" | "resent" | "opened" {
  const { now, approvedAt } = model;
  const mine = model.lanes[lane];
  const { sends, guesses } = mine;
  const caps = CAPS[lane];
  const last = sends.at(-1) ?? -Infinity;
  const run = sends.filter((at) => at > last - HOUR && at > approvedAt).length;
  const wait = [60, 60, 120, 240][Math.min(run, 3)] ?? 60;
  const capped = within(sends, now, HOUR) >= caps.sendsPerHour || within(sends, now, DAY) >= caps.sendsPerDay;
  if (now < last + wait || capped || within(guesses, now, DAY) >= caps.guessesPerDay) return "refused";
  sends.push(now);
  model.touchedAt = now;
  if (statusOf(model, lane) === "pending" && (mine.live?.expiresAt ?? 0) - now >= TTL / 5) return "resent";
  const number = ++model.opened;
  const checksLeft = POLICY.checksPerVerification;
  mine.live = { id: "", number, status: "pending", expiresAt: now + TTL, checksLeft };
  return "opened";
}

function checkOf(model: Model, lane: TrustLevel, right: boolean): string {
  const { now } = model;
  const { live, guesses } = model.lanes[lane];
  const status = statusOf(model, lane);
  if (live === null || status !== "pending") return status === "approved" ? "already_approved" : status;
  if (within(guesses, now, DAY) >= CAPS[lane].guessesPerDay) return "guess_limit";
  guesses.push(now);
  model.touchedAt = now;
  live.checksLeft -= 1;
  if (right) model.approvedAt = now;
  live.status = right ? "approved" : live.checksLeft > 0 ? "pending" : "exhausted";
  return right ? "approved" : "incorrect";
}

/** What may be told of a verification that is over: how it ended, or nothing any more. */
function orForgotten({ opened, lanes }: Model, lane: TrustLevel, word: string): readonly string[] {
  const newer = opened - (lanes[lane].live?.number ?? opened);
  return newer < SETTLED_KEPT ? [word] : [word, "not_found"];
}

type Step = fc.Command<Model, World>;
const step = (name: string, run: (model: Model, world: World) => void): Step => ({
  check: () => true,
  run,
  toString: () => name,
});

const start = (lane: TrustLevel) =>
  step(`${lane} starts`, (model, world) => {
    const verdict = world.start({ knownSession: lane === "known" });
    const told = verdict.kind === "sent" ? (verdict.resent ? "resent" : "opened") : "refused";
    expect(told).toBe(startOf(model, lane));
    const { live } = model.lanes[lane];
    if (live === null || verdict.kind !== "sent") return;
    if (told === "resent") expect(verdict.verification.id).toBe(live.id);
    live.id = verdict.verification.id;
  });

const guess = (lane: TrustLevel, right: boolean, byId: boolean) =>
  step(`${lane} guesses ${right ? "right" : "wrong"} by ${byId ? "id" : "number"}`, (model, world) => {
    const id = model.lanes[lane].live?.id ?? "none";
    const sent = world.handed.findLast(({ message }) => message.verificationId === id);
    const code = sent?.message.code ?? "000000";
    const target = byId ? { id } : { purpose: "login", knownSession: lane === "known" };
    const { kind } = world.check(right ? code : wrong(code), target);
    const expected = checkOf(model, lane, right);
    expect<readonly string[]>(orForgotten(model, lane, expected)).toContain(kind);
  });

const cancel = (lane: TrustLevel) =>
  step(`${lane} cancels`, (model, world) => {
    const { live } = model.lanes[lane];
    const status = statusOf(model, lane);
    if (live !== null && status === "pending") {
      live.status = "canceled";
      model.touchedAt = model.now;
    }
    const expected = status === "pending" ? "canceled" : status === "approved" ? "already_approved" : status;
    const { kind } = world.cancel(live?.id ?? "none");
    expect<readonly string[]>(orForgotten(model, lane, expected)).toContain(kind);
  });

const wait = (seconds: number) =>
  step(`wait ${seconds} s`, (model, world) => {
    model.now += seconds;
    if (model.now - model.touchedAt >= DAY) for (const lane of LANES) model.lanes[lane].live = null;
    world.clock.advance(seconds * SECOND_MS);
  });

const LANES = ["anyone", "known"] as const;
const lane = fc.constantFrom(...LANES);
const often = <T>(times: number, one: T): readonly T[] => Array.from({ length: times }, () => one);
const waits = fc.oneof(
  fc.constantFrom(1, 59, 60, 120, 239, 240, 241, 299, 300, 3_599, 3_600),
  fc.nat({ max: DAY / 4 }),
);
const steps = fc.commands(
  [
    ...often(2, lane.map(start)),
    ...often(
      3,
      fc.tuple(lane, fc.constantFrom(true, false, false), fc.boolean()).map((of) => guess(...of)),
    ),
    lane.map(cancel),
    ...often(2, waits.map(wait)),
  ],
  { maxCommands: 120, size: "max" },
);

const quiet = (): LaneModel => ({ sends: [], guesses: [], live: null });

test("any story of starts, guesses, cancels and waits goes as the rules say", () => {
  fc.assert(
    fc.property(steps, (story) => {
      const lanes = { anyone: quiet(), known: quiet() };
      const model: Model = { now: 0, approvedAt: -Infinity, touchedAt: 0, opened: 0, lanes };
      fc.modelRun(() => ({ model, real: createWorld({ policy: POLICY }) }), story);
    }),
    { numRuns: 500 },
  );
});
