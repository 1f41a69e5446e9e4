/**
 * V1: one code approved twice by a race between reading, comparing and writing (CVE-2026-107276, better-auth#8067).
 * V2: more guesses than the cap, because many requests read the count before one writes it (better-auth#10210).
 */
import { describe, expect, test } from "bun:test";
import { wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { atOnce, RACE_MS, sharedCrew } from "./races.ts";
import { compareBy, compares, leftAfter, resultOf } from "./routes.ts";

const CHECKS = 200;
const GUESSES = 500;
const CAP = 5;
const ROUNDS = 2;

describe.each(STORES)("a race between four processes on %s", (store) => {
  const crew = sharedCrew(store);

  test(
    `V1: of ${CHECKS} right checks at once, over all routes, exactly one is approved; ${ROUNDS} rounds. The predecessor's route repeats its own approval`,
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
      await running.seen(2);
    },
    RACE_MS,
  );

  test(
    `V2: ${GUESSES} different wrong codes at once, over all routes, are ${CAP} guesses at most, and then the right one fails; ${ROUNDS} rounds`,
    async () => {
      const running = await crew();
      for (let round = 0; round < ROUNDS; round++) {
        const started = await running.started();
        const { code } = started;
        const replies = await atOnce(running, GUESSES, (index) =>
          compareBy(index, started, wrong(code, index + 1)),
        );
        // Each compared guess has its own count. At none left, the predecessor's reply does not show whether the guess was compared.
        const left = replies.map(leftAfter).filter((count) => (count ?? 0) > 0);
        expect(new Set(left).size).toBe(left.length);
        const last = replies.filter(
          (reply) => resultOf(reply) === "422 code_incorrect" && leftAfter(reply) === 0,
        );
        expect(left.length + last.length).toBeLessThanOrEqual(CAP);
        for (const call of compares(started, code)) {
          const reply = await running.post(call.path, call.body);
          expect(resultOf(reply)).toMatch(/^4\d\d /);
        }
      }
    },
    RACE_MS,
  );
});
