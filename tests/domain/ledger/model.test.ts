/** Any sequence of starts, guesses, cancels and waiting, by strangers and by known sessions, follows a few lines of rules. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { TrustLevel } from "../../../domain/ledger/verification.ts";
import { wrong } from "../../support/steps.ts";
import { createWorld, type World } from "../../support/world.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../../../domain/time.ts";

/** The rules of one number and purpose, as simple as possible. Times are seconds. */
interface Model {
  now: number;
  /** An approval at one trust level ends the run of both: the person is there. */
  approvedAt: number;
  /** When anything last changed; a day later all is forgotten. */
  touchedAt: number;
  /** Verifications opened so far; an old one is forgotten for ten newer ones. */
  opened: number;
  readonly levels: Readonly<Record<TrustLevel, LevelModel>>;
}

interface LevelModel {
  readonly sends: number[];
  readonly guesses: number[];
  live: { id: string; number: number; status: string; expiresAt: number; checksLeft: number } | null;
}

const CAPS = {
  unknown: { sendsPerHour: 4, sendsPerDay: 7, guessesPerDay: 8 },
  "known-session": { sendsPerHour: 3, sendsPerDay: 3, guessesPerDay: 4 },
} as const;
const POLICY = { checksPerVerification: 3, ...CAPS.unknown, knownSendsPerDay: 3, knownGuessesPerDay: 4 };
const TTL = 300;
const HOUR = HOUR_MS / SECOND_MS;
const DAY = DAY_MS / SECOND_MS;
const SETTLED_KEPT = 10;

const within = (moments: readonly number[], now: number, window: number) =>
  moments.filter((at) => at > now - window).length;

function statusOf({ now, levels }: Model, level: TrustLevel): string {
  const { live } = levels[level];
  if (live === null) return "not_found";
  return live.status === "pending" && now >= live.expiresAt ? "expired" : live.status;
}

function startOf(model: Model, level: TrustLevel): "refused" | "resent" | "opened" {
  const { now, approvedAt } = model;
  const mine = model.levels[level];
  const { sends, guesses } = mine;
  const caps = CAPS[level];
  const last = sends.at(-1) ?? -Infinity;
  const run = sends.filter((at) => at > last - HOUR && at > approvedAt).length;
  const wait = [60, 60, 120, 240][Math.min(run, 3)] ?? 60;
  const capped = within(sends, now, HOUR) >= caps.sendsPerHour || within(sends, now, DAY) >= caps.sendsPerDay;
  if (now < last + wait || capped || within(guesses, now, DAY) >= caps.guessesPerDay) return "refused";
  sends.push(now);
  model.touchedAt = now;
  if (statusOf(model, level) === "pending" && (mine.live?.expiresAt ?? 0) - now >= TTL / 5) return "resent";
  const number = ++model.opened;
  const checksLeft = POLICY.checksPerVerification;
  mine.live = { id: "", number, status: "pending", expiresAt: now + TTL, checksLeft };
  return "opened";
}

function checkOf(model: Model, level: TrustLevel, right: boolean): string {
  const { now } = model;
  const { live, guesses } = model.levels[level];
  const status = statusOf(model, level);
  if (live === null || status !== "pending") return status === "approved" ? "already_approved" : status;
  if (within(guesses, now, DAY) >= CAPS[level].guessesPerDay) return "guess_limit";
  guesses.push(now);
  model.touchedAt = now;
  live.checksLeft -= 1;
  if (right) model.approvedAt = now;
  live.status = right ? "approved" : live.checksLeft > 0 ? "pending" : "exhausted";
  return right ? "approved" : "incorrect";
}

/** What a verification that is over may be reported as: how it ended, or not found once it was forgotten. */
function orForgotten({ opened, levels }: Model, level: TrustLevel, word: string): readonly string[] {
  const newer = opened - (levels[level].live?.number ?? opened);
  return newer < SETTLED_KEPT ? [word] : [word, "not_found"];
}

type Step = fc.Command<Model, World>;
const step = (name: string, run: (model: Model, world: World) => void): Step => ({
  check: () => true,
  run,
  toString: () => name,
});

const start = (level: TrustLevel) =>
  step(`${level} starts`, (model, world) => {
    const verdict = world.start({ knownSession: level === "known-session" });
    const seen = verdict.kind === "sent" ? (verdict.resent ? "resent" : "opened") : "refused";
    expect(seen).toBe(startOf(model, level));
    const { live } = model.levels[level];
    if (live === null || verdict.kind !== "sent") return;
    if (seen === "resent") expect(verdict.verification.id).toBe(live.id);
    live.id = verdict.verification.id;
  });

const guess = (level: TrustLevel, right: boolean, byId: boolean) =>
  step(`${level} guesses ${right ? "right" : "wrong"} by ${byId ? "id" : "number"}`, (model, world) => {
    const id = model.levels[level].live?.id ?? "none";
    const sent = world.handed.findLast(({ message }) => message.verificationId === id);
    const code = sent?.message.code ?? "000000";
    const target = byId ? { id } : { purpose: "login", knownSession: level === "known-session" };
    const { kind } = world.check(right ? code : wrong(code), target);
    const expected = checkOf(model, level, right);
    expect<readonly string[]>(orForgotten(model, level, expected)).toContain(kind);
  });

const cancel = (level: TrustLevel) =>
  step(`${level} cancels`, (model, world) => {
    const { live } = model.levels[level];
    const status = statusOf(model, level);
    if (live !== null && status === "pending") {
      live.status = "canceled";
      model.touchedAt = model.now;
    }
    const expected = status === "pending" ? "canceled" : status === "approved" ? "already_approved" : status;
    const { kind } = world.cancel(live?.id ?? "none");
    expect<readonly string[]>(orForgotten(model, level, expected)).toContain(kind);
  });

const wait = (seconds: number) =>
  step(`wait ${seconds} s`, (model, world) => {
    model.now += seconds;
    if (model.now - model.touchedAt >= DAY) for (const level of LEVELS) model.levels[level].live = null;
    world.clock.advance(seconds * SECOND_MS);
  });

const LEVELS = ["unknown", "known-session"] as const;
const level = fc.constantFrom(...LEVELS);
const often = <T>(times: number, one: T): readonly T[] => Array.from({ length: times }, () => one);
const waits = fc.oneof(
  fc.constantFrom(1, 59, 60, 120, 239, 240, 241, 299, 300, 3_599, 3_600),
  fc.nat({ max: DAY / 4 }),
);
const steps = fc.commands(
  [
    ...often(2, level.map(start)),
    ...often(
      3,
      fc.tuple(level, fc.constantFrom(true, false, false), fc.boolean()).map((of) => guess(...of)),
    ),
    level.map(cancel),
    ...often(2, waits.map(wait)),
  ],
  { maxCommands: 120, size: "max" },
);

const quiet = (): LevelModel => ({ sends: [], guesses: [], live: null });

test("any sequence of starts, guesses, cancels and waits follows the rules", () => {
  fc.assert(
    fc.property(steps, (story) => {
      const levels = { unknown: quiet(), "known-session": quiet() };
      const model: Model = { now: 0, approvedAt: -Infinity, touchedAt: 0, opened: 0, levels };
      fc.modelRun(() => ({ model, real: createWorld({ policy: POLICY }) }), story);
    }),
    { numRuns: 500 },
  );
}, 30_000);
