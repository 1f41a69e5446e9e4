/** V2: more guesses than the cap, because many requests read the count before one writes it (better-auth#10210). */
import { describe, expect, test } from "bun:test";
import { wrong } from "../support/http.ts";
import { STORES } from "./ground.ts";
import { atOnce, RACE_MS, sharedCrew } from "./races.ts";
import { compareBy, compares, leftAfter, resultOf } from "./routes.ts";

const GUESSES = 500;
const CAP = 5;
const ROUNDS = 4;

describe.each(STORES)("V2 more guesses by a race: four processes on %s", (store) => {
  const crew = sharedCrew(store);

  test(
    `${GUESSES} different wrong codes at once, over all routes, are ${CAP} guesses at most, and then the right one fails; ${ROUNDS} rounds`,
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
