/** Four processes on one store: the limits hold and a code is approved once, however they race, on every kind of store. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { freshNumber, type Reply, wordOf, wrong } from "../support/http.ts";
import { cluster, sentinels, single } from "../support/redis/setups.ts";
import { freshPrefix } from "../support/redis/store.ts";
import type { Env } from "../support/process.ts";
import { type Crew, counted, startCrew, WORKERS } from "./crew.ts";

const ROUNDS = 5;
const RIGHT_CHECKS = 200;
const WRONG_CHECKS = 500;
const SENDS = 50;
const TIME_OUT_MS = 60_000;

const STORES: Readonly<Record<string, () => Promise<Env>>> = {
  "one SQLite file": async () => ({}),
  "one Redis": () => on(single),
  "a Sentinel group": () => on(sentinels),
  "a Cluster": () => on(cluster),
};

async function on(setup: typeof single): Promise<Env> {
  return { RAMZ_STORE: (await setup()).url, RAMZ_STORE_PREFIX: freshPrefix() };
}

/** All at the same moment; how often each answer came. */
async function atOnce(count: number, ask: (index: number) => Promise<Reply>) {
  const replies = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
  return counted(replies.map(wordOf));
}

describe.each(Object.entries(STORES))(`${WORKERS} workers on %s`, (name, store) => {
  let running: Crew | undefined;
  beforeAll(async () => {
    running = await startCrew(await store());
  }, TIME_OUT_MS);
  afterAll(() => running?.[Symbol.asyncDispose](), TIME_OUT_MS);

  function crew(): Crew {
    if (running === undefined) throw new Error("the workers must run");
    return running;
  }

  async function rounds(title: string, round: () => Promise<Readonly<Record<string, number>>>) {
    const begun = performance.now();
    const sum: Record<string, number> = {};
    for (let at = 0; at < ROUNDS; at++)
      for (const [word, count] of Object.entries(await round())) sum[word] = (sum[word] ?? 0) + count;
    const ms = Math.round(performance.now() - begun);
    console.log(`${name}, ${title}: ${ROUNDS} rounds in ${ms} ms ${JSON.stringify(sum)}`);
  }

  test(
    "takes requests in every one of them",
    async () => {
      expect(await crew().seen(WORKERS)).toHaveLength(WORKERS);
    },
    TIME_OUT_MS,
  );

  test(
    `${RIGHT_CHECKS} right checks are approved exactly once`,
    async () => {
      await rounds("right checks", async () => {
        const { to, id, code } = await crew().started();
        const counts = await atOnce(RIGHT_CHECKS, (index) =>
          index % 2 === 0
            ? crew().post(`/v1/verifications/${id}/checks`, { code })
            : crew().post("/v1/checks", { to, code }),
        );
        const { "409 already_approved": late = 0, "409 busy": busy = 0 } = counts;
        expect(counts).toEqual({ ...counts, 200: 1 });
        expect(1 + late + busy).toBe(RIGHT_CHECKS);
        return counts;
      });
    },
    TIME_OUT_MS,
  );

  test(
    `${WRONG_CHECKS} distinct wrong codes are compared five times at most, and then the right one fails`,
    async () => {
      await rounds("wrong checks", async () => {
        const { to, id, code } = await crew().started();
        const path = `/v1/verifications/${id}/checks`;
        const counts = await atOnce(WRONG_CHECKS, (index) =>
          crew().post(path, { code: wrong(code, index + 1) }),
        );
        const {
          "422 code_incorrect": compared = 0,
          "429 checks_exhausted": over = 0,
          "409 busy": busy = 0,
        } = counts;
        expect(compared).toBeLessThanOrEqual(5);
        expect(compared + over + busy).toBe(WRONG_CHECKS);
        expect(wordOf(await crew().post(path, { code }))).toBe("429 checks_exhausted");
        expect(wordOf(await crew().post("/v1/checks", { to, code }))).toBe("429 checks_exhausted");
        return counts;
      });
    },
    TIME_OUT_MS,
  );

  test(
    `${SENDS} starts of one number are one message`,
    async () => {
      await rounds("starts", async () => {
        const to = freshNumber();
        const counts = await atOnce(SENDS, () => crew().post("/v1/verifications", { to }));
        const { "429 cooldown": soon = 0, "409 busy": busy = 0 } = counts;
        expect(counts).toEqual({ ...counts, 201: 1 });
        expect(soon + busy).toBe(SENDS - 1);
        return counts;
      });
    },
    TIME_OUT_MS,
  );
});
