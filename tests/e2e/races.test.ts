/** Two real processes on one SQLite file: the limits hold and a code is approved once, however they race (anchors V1, V2). */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Api, freshNumber, type Reply, verificationIn, wordOf, wrong } from "../support/http.ts";
import { type Running, startRamz, tempFolder } from "../support/process.ts";

const ROUNDS = 50;
const RIGHT_CHECKS = 200;
const WRONG_CHECKS = 500;
const SENDS = 50;
const TIME_OUT_MS = 60_000;
const ENV = { RAMZ_SECRET: "two processes share one secret of enough length" };

const folder = tempFolder();
let pair: readonly Running[] = [];
beforeAll(async () => {
  pair = [await startRamz(ENV, folder), await startRamz(ENV, folder)];
});
afterAll(async () => {
  for (const running of pair) await running[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function apiOf(index: number): Api {
  const running = pair[index % 2];
  if (running === undefined) throw new Error("both processes must run");
  return running.api;
}

/** A verification begun at the first process, whose inbox has the code. */
async function started() {
  const to = freshNumber();
  const { id } = verificationIn(await apiOf(0).post("/v1/verifications", { to }));
  return { to, id, code: await apiOf(0).codeFor(to) };
}

/** The same moment for all of them, taking turns between the processes; how often each answer came. */
async function atOnce(count: number, ask: (api: Api, index: number) => Promise<Reply>) {
  const replies = await Promise.all(Array.from({ length: count }, (_, index) => ask(apiOf(index), index)));
  const counted: Record<string, number> = {};
  for (const reply of replies) counted[wordOf(reply)] = (counted[wordOf(reply)] ?? 0) + 1;
  return counted;
}

/** Runs the rounds, and shows what they came to. */
async function rounds(title: string, round: (at: number) => Promise<Readonly<Record<string, number>>>) {
  const begun = performance.now();
  const sum: Record<string, number> = {};
  for (let at = 0; at < ROUNDS; at++) {
    for (const [word, count] of Object.entries(await round(at))) sum[word] = (sum[word] ?? 0) + count;
  }
  console.log(`${title}: ${ROUNDS} rounds in ${Math.round(performance.now() - begun)} ms`, sum);
}

describe("over two processes at once", () => {
  test(
    `${RIGHT_CHECKS} right checks are approved exactly once`,
    async () => {
      await rounds("right checks", async (at) => {
        const { to, id, code } = await started();
        const byId = (api: Api) => api.post(`/v1/verifications/${id}/checks`, { code });
        const byNumber = (api: Api) => api.post("/v1/checks", { to, code });
        const counted = await atOnce(RIGHT_CHECKS, (api, index) =>
          (at + (index >> 1)) % 2 === 0 ? byId(api) : byNumber(api),
        );
        const { 200: approved, "409 already_approved": late = 0, "409 busy": busy = 0 } = counted;
        expect(counted).toEqual({ ...counted, 200: 1 });
        expect(late + busy + (approved ?? 0)).toBe(RIGHT_CHECKS);
        return counted;
      });
    },
    TIME_OUT_MS,
  );

  test(
    `${WRONG_CHECKS} distinct wrong codes are compared five times at most, and then the right one fails`,
    async () => {
      await rounds("wrong checks", async () => {
        const { to, id, code } = await started();
        const path = `/v1/verifications/${id}/checks`;
        const counted = await atOnce(WRONG_CHECKS, (api, index) =>
          api.post(path, { code: wrong(code, index + 1) }),
        );
        const {
          "422 code_incorrect": compared = 0,
          "429 checks_exhausted": over = 0,
          "409 busy": busy = 0,
        } = counted;
        expect(compared).toBeLessThanOrEqual(5);
        expect(compared + over + busy).toBe(WRONG_CHECKS);
        expect(wordOf(await apiOf(0).post(path, { code }))).toBe("429 checks_exhausted");
        expect(wordOf(await apiOf(1).post("/v1/checks", { to, code }))).toBe("429 checks_exhausted");
        return counted;
      });
    },
    TIME_OUT_MS,
  );

  test(
    `${SENDS} starts of one number send one message`,
    async () => {
      await rounds("starts", async () => {
        const to = freshNumber();
        const counted = await atOnce(SENDS, (api) => api.post("/v1/verifications", { to }));
        const { "429 cooldown": soon = 0, "409 busy": busy = 0 } = counted;
        expect(counted).toEqual({ ...counted, 201: 1 });
        expect(soon + busy).toBe(SENDS - 1);
        const inboxes = await Promise.all(
          [0, 1].map((at) => apiOf(at).get(`/dev/messages?to=%2B${to.slice(1)}`)),
        );
        expect(inboxes.flatMap(({ body }) => body)).toHaveLength(1);
        return counted;
      });
    },
    TIME_OUT_MS,
  );
});
