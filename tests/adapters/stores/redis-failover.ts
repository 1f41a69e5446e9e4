/**
 * kill -9 of a primary under load, over HTTP and two processes: nothing is approved twice, nobody guesses more often than
 * the cap, nothing that was told is lost, and service comes back.
 */
import { expect } from "bun:test";
import { type Server, until } from "../../support/redis/server.ts";
import type { Setup } from "../../support/redis/setup.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { type Crew, counted, startCrew } from "../../e2e/workers/crew.ts";
import { type Answer, checkedAgain, drive, type Load } from "../../e2e/workers/mixed.ts";

const WORKERS = 2;
export const DOWN_AFTER_MS = 2_000;
const BACK_WITHIN_MS = 15_000;
/** So long without a failure, which is longer than any request waits for one, and with so many approvals, service is back. */
const CALM_MS = 4_000;
const CALM_APPROVALS = 20;
const CAP = 5;
export const TIME_OUT_MS = 60_000;

export async function survives(
  startAll: () => Promise<Setup>,
  restartedAfterMs: number | null,
): Promise<void> {
  await using setup = await startAll();
  const prefix = freshPrefix();
  const env = { RAMZ_STORE: setup.url, RAMZ_STORE_PREFIX: prefix, RAMZ_REDIS_WAIT: "1" };
  await using crew = await startCrew(env, { workers: WORKERS });
  await crew.seen(WORKERS);
  // The one that takes what a ping writes, so that readiness has to tell of its end.
  const primary = await setup.primaryOf(`${prefix}:ping`);
  const { load, killedAt } = await killUnderLoad(crew, primary, restartedAfterMs);
  const backAfterMs = lastFailureAt(load) - killedAt;
  const later = await checkedAgain(crew, load.answers);

  const [told, toldLater] = [load.answers, later].map((answers) => counted(answers.map(({ word }) => word)));
  console.log(`back after ${backAfterMs} ms`, told, "and asked once more", toldLater);
  expect(backAfterMs).toBeWithin(1, BACK_WITHIN_MS);
  expect(load.readiness.at(0)?.status).toBe(200);
  expect(load.readiness.some(({ status }) => status === 503)).toBe(true);
  expect(load.readiness.at(-1)?.status).toBe(200);
  expectNoneTwice([...load.answers, ...later]);
  // Of no verification that was told of is the save lost: a code was used, is used up, or can be used now.
  const kept = ["200", "409 already_approved", "429 checks_exhausted"];
  expect(Object.keys(toldLater ?? {}).filter((word) => !kept.includes(word))).toEqual([]);
}

/** The load is over, all of it answered, when this returns. */
async function killUnderLoad(crew: Crew, primary: Server, restartedAfterMs: number | null) {
  await using load = drive(crew);
  await until("the load runs", () => approvalsSince(0, load) > CALM_APPROVALS, BACK_WITHIN_MS);
  expect(lastFailureAt(load)).toBe(0);
  const killedAt = Date.now();
  await primary.kill();
  const restarted = restartedAfterMs === null ? null : Bun.sleep(restartedAfterMs).then(primary.start);
  await until("something fails", () => lastFailureAt(load) > 0, BACK_WITHIN_MS);
  await until("service is back", () => isCalm(load), BACK_WITHIN_MS + CALM_MS);
  await restarted;
  return { load, killedAt };
}

/** When the last request failed, or the last probe; 0 when none did. */
function lastFailureAt({ answers, readiness }: Load): number {
  const failed = answers.findLast(({ word }) => word === "503 store_unavailable")?.at ?? 0;
  return Math.max(failed, readiness.findLast(({ status }) => status === 503)?.at ?? 0);
}

function approvalsSince(since: number, { answers }: Load): number {
  return answers.filter(({ word, at }) => word === "200" && at > since).length;
}

function isCalm(load: Load): boolean {
  const since = lastFailureAt(load);
  return Date.now() - since > CALM_MS && approvalsSince(since, load) > CALM_APPROVALS;
}

/** By what was answered alone: a guess was compared when it was called wrong or right. */
function expectNoneTwice(answers: readonly Answer[]): void {
  const checks = answers.filter(({ about }) => about !== null);
  for (const [id, own] of Map.groupBy(checks, ({ about }) => about?.id)) {
    const words = own.map(({ word }) => word);
    const approved = words.filter((word) => word === "200").length;
    const compared = approved + words.filter((word) => word === "422 code_incorrect").length;
    expect([id, approved <= 1, compared <= CAP]).toEqual([id, true, true]);
  }
  // All of this was tried.
  for (const word of ["200", "409 already_approved", "422 code_incorrect", "429 checks_exhausted"])
    expect(checks.some((one) => one.word === word)).toBe(true);
}
