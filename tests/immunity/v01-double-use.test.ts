/** V1: one code approved twice by a race between reading, comparing and writing (CVE-2026-107276, better-auth#8067). */
import { describe, expect, test } from "bun:test";
import { STORES } from "./ground.ts";
import { atOnce, RACE_MS, sharedCrew } from "./races.ts";
import { compareBy, resultOf } from "./routes.ts";

const CHECKS = 200;
const ROUNDS = 4;

describe.each(STORES)("V1 double use by a race: four processes on %s", (store) => {
  const crew = sharedCrew(store);

  test(
    `of ${CHECKS} right checks at once, over all routes, exactly one is approved; ${ROUNDS} rounds. The predecessor's route repeats its own approval`,
    async () => {
      const running = await crew();
      for (let round = 0; round < ROUNDS; round++) {
        const started = await running.started();
        const replies = await atOnce(running, CHECKS, (index) => compareBy(index, started, started.code));
        const approved = replies.filter((reply) => resultOf(reply) === "done");
        const ofPredecessor = approved.filter(({ body }) => "verified" in Object(body));
        // One answer, with one proof: either of one check, or of the predecessor's, which gives its own again.
        expect(new Set(approved.map(({ text }) => text)).size).toBe(1);
        expect(approved.length === 1 || ofPredecessor.length === approved.length).toBe(true);
        expect(replies.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
      }
      expect(running.pids().length).toBeGreaterThan(1);
    },
    RACE_MS,
  );
});
