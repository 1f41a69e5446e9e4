/** SIGKILL of a worker under load loses its requests under way, and nothing else. */
import { describe, expect, test } from "bun:test";
import { eventually, wordOf, wrong } from "../../support/http.ts";
import type { Env } from "../../support/process.ts";
import { single } from "../../support/redis/setups.ts";
import { freshPrefix } from "../../support/redis/store.ts";
import { type Crew, counted, startCrew, type Started } from "./crew.ts";
import { check, mixed, type Outcome, prepare, underLoad } from "./load.ts";

const WORKERS = 3;
const VERIFICATIONS = 40;
const RIGHT_CHECKS = 6;
const WRONG_CHECKS = 15;
const CAP = 5;
const TIME_OUT_MS = 60_000;

const STORES: Readonly<Record<string, () => Promise<Env>>> = {
  "one SQLite file": async () => ({}),
  "one Redis": async () => ({ RAMZ_STORE: (await single()).url, RAMZ_STORE_PREFIX: freshPrefix() }),
};

/** The answers to checks of this verification. */
function wordsFor({ id }: Started, outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ request, reply }) =>
    request.path.includes(id) && reply !== null ? [wordOf(reply)] : [],
  );
}

const right = (one: Started) => Array.from({ length: RIGHT_CHECKS }, () => check(one, one.code));
const wrongs = (one: Started) =>
  Array.from({ length: WRONG_CHECKS }, (_, step) => check(one, wrong(one.code, step + 1)));

/** The right code for each verification once more, after the load. */
async function afterwards(crew: Crew, verifications: readonly Started[]): Promise<readonly Outcome[]> {
  const requests = verifications.map((one) => check(one, one.code));
  return Promise.all(
    requests.map(async (request) => ({ request, reply: await crew.post(request.path, request.body) })),
  );
}

describe.each(Object.entries(STORES))("SIGKILL of two workers under load on %s", (_, store) => {
  test(
    "leaves the others serving, starts new workers, approves nothing twice and compares no code above the cap",
    async () => {
      await using crew = await startCrew(await store(), { workers: WORKERS });
      const before = await crew.seen(WORKERS);
      const guessed = await prepare(crew, VERIFICATIONS);
      const known = await prepare(crew, VERIFICATIONS);
      const dying = before.slice(0, 2);
      let endedAtLastKill = 0;
      const outcomes = await underLoad(
        crew,
        mixed([guessed.flatMap(wrongs), known.flatMap(right)]),
        (ended) => {
          const pid = ended % 200 === 150 ? dying.shift() : undefined;
          if (pid === undefined) return;
          process.kill(pid, "SIGKILL");
          endedAtLastKill = ended;
        },
      );
      const later = await afterwards(crew, [...guessed, ...known]);
      const cut = outcomes.filter(({ reply }) => reply === null).length;
      console.log(
        `${cut} cut`,
        counted(outcomes.flatMap(({ reply }) => (reply === null ? [] : wordOf(reply)))),
      );

      expect(outcomes.slice(endedAtLastKill).filter(({ reply }) => reply !== null).length).toBeGreaterThan(0);
      for (const one of known) {
        const approvals = wordsFor(one, [...outcomes, ...later]).filter((word) => word === "200");
        expect(approvals.length).toBeLessThanOrEqual(1);
        expect(["200", "409 already_approved"]).toContain(String(wordsFor(one, later)[0]));
      }
      for (const one of guessed) {
        const words = wordsFor(one, outcomes);
        expect(words.filter((word) => word === "422 code_incorrect").length).toBeLessThanOrEqual(CAP);
        if (words.includes("429 checks_exhausted"))
          expect(wordsFor(one, later)).toEqual(["429 checks_exhausted"]);
      }
      expect(await crew.seen(WORKERS + 2)).toHaveLength(WORKERS + 2);
      const restarts = () => (crew.printed().match(/ended \(SIGKILL\); a new one starts/g) ?? []).length;
      expect(await eventually(restarts, (count) => count === 2)).toBe(2);
    },
    TIME_OUT_MS,
  );
});
