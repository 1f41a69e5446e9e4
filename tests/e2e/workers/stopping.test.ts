/**
 * SIGTERM under load loses no accepted request. Exactly: every request was answered as the first of its kind is, or its
 * connection ended without an answer and no process had taken it up. The latter is proven, not believed: sent again on a new
 * connection, it is answered as the first of its kind. A start or a check that had been taken up would be answered 429
 * cooldown or 409 already_approved.
 */
import { expect, test } from "bun:test";
import { handed } from "../plugins/plugin-files.ts";
import { eventually, freshNumber, wordOf } from "../../support/http.ts";
import { type Env, tempFolder } from "../../support/process.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { type Crew, counted, startCrew, type Started } from "./crew.ts";
import { check, type Outcome, prepare, type Request, start, underLoad } from "./load.ts";

const WORKERS = 2;
const PROVIDER_MS = 30;
const STARTS = 200;
const CHECKS = 100;
/** Never reached: a replacement takes less than a second. */
const SENT_MAX = 10_000;
const TIME_OUT_MS = 60_000;

const onFile = async (): Promise<Env> => ({});
const onRedis = async (): Promise<Env> => ({
  RAMZ_STORE: (await single()).url,
  RAMZ_STORE_PREFIX: freshPrefix(),
});

/** Starts of new numbers, and right checks as long as there are any: each succeeds once, and never again. */
function* traffic(begun: readonly Started[], isEnough: (sent: number) => boolean): Generator<Request> {
  for (let sent = 0; !isEnough(sent) && sent < SENT_MAX; sent++) {
    yield start(freshNumber());
    const one = begun[sent];
    if (one !== undefined) yield check(one, one.code);
  }
}

/** What answers a request of this kind that is taken up for the first time. */
const first = ({ path }: Request) => (path.endsWith("/checks") ? "200" : "201");

/** What was to come and what came, for each. */
const wordsOf = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ request, reply }) => `${first(request)}: ${reply === null ? "cut" : wordOf(reply)}`);

async function expectNoneLost(outcomes: readonly Outcome[], successor: Crew): Promise<void> {
  const cut = outcomes.filter(({ reply }) => reply === null);
  const again = await underLoad(
    successor,
    cut.map(({ request }) => request),
  );
  console.log(JSON.stringify({ sent: counted(wordsOf(outcomes)), again: counted(wordsOf(again)) }));
  const right = new Set(["200: 200", "201: 201"]);
  const answered = outcomes.filter(({ reply }) => reply !== null);
  expect(wordsOf([...answered, ...again]).filter((word) => !right.has(word))).toEqual([]);
}

test.each([
  ["one SQLite file", onFile],
  ["one Redis", onRedis],
] as const)(
  "SIGTERM of each worker in turn under load on %s loses no accepted request, and each is replaced",
  async (_, store) => {
    await using crew = await startCrew(await store(), { workers: WORKERS, delayMs: PROVIDER_MS });
    const before = await crew.seen(WORKERS);
    const leaving = [...before];
    const replaced = () => (crew.printed().match(/worker \d serves/g) ?? []).length;
    const requests = traffic(await prepare(crew, CHECKS), () => replaced() === WORKERS);
    const outcomes = await underLoad(crew, requests, () => {
      if (replaced() < WORKERS - leaving.length) return;
      const pid = leaving.shift();
      if (pid !== undefined) process.kill(pid, "SIGTERM");
    });
    await expectNoneLost(outcomes, crew);
    expect(replaced()).toBe(WORKERS);
    expect(await crew.seen(2 * WORKERS)).toHaveLength(2 * WORKERS);
    for (const pid of before) expect(crew.printed()).toContain(`"pid":${pid},"msg":"worker`);
    expect(crew.printed()).toContain("ended (exit code 0); a new one starts in 100 ms");
  },
  TIME_OUT_MS,
);

test.each([
  ["SIGTERM", "one SQLite file", onFile],
  ["SIGINT", "one Redis", onRedis],
] as const)(
  "%s of the parent under load on %s loses no accepted request, and it ends with exit code 0",
  async (signal, _, store) => {
    const env = await store();
    using folder = tempFolder();
    await using crew = await startCrew(env, { workers: WORKERS, delayMs: PROVIDER_MS, folder });
    await crew.seen(WORKERS);
    const requests = traffic(await prepare(crew, CHECKS), (sent) => sent === STARTS);
    const outcomes = await underLoad(crew, requests, (ended) => {
      if (ended === 150) crew.signal(signal);
    });
    expect(await crew.exited).toBe(0);
    expect(outcomes.some(({ reply }) => reply === null)).toBe(true);

    await using successor = await startCrew(env, { workers: WORKERS, folder });
    await expectNoneLost(outcomes, successor);
  },
  TIME_OUT_MS,
);

test("a Ctrl-C at the terminal and a service manager's stop, which reach workers twice, cut no request short", async () => {
  await using crew = await startCrew({}, { workers: WORKERS, delayMs: 500 });
  const pids = await crew.seen(WORKERS);
  const before = handed(crew.folder).length;
  const coming = Array.from({ length: 8 }, () => crew.post("/v1/verifications", { to: freshNumber() }));
  await eventually(
    () => handed(crew.folder).length,
    (count) => count === before + coming.length,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    for (const pid of pids) process.kill(pid, signal);
    crew.signal(signal);
  }
  expect((await Promise.all(coming)).map(wordOf)).toEqual(Array.from({ length: 8 }, () => "201"));
  expect(await crew.exited).toBe(0);
});
