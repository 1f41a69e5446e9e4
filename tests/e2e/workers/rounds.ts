/** Races between processes that share a store: many ask at the same moment, and the limits hold all the same. */
import { expect, test } from "bun:test";
import { freshNumber, type Reply, verificationIn, wordOf, wrong } from "../../support/http.ts";
import { counted } from "./crew.ts";

const RIGHT_CHECKS = 200;
const WRONG_CHECKS = 500;
const SENDS = 50;
const CAP = 5;
const TIME_OUT_MS = 60_000;

/** The processes. */
export interface Racers {
  /** Asks one of them; another one for the next index, as far as that can be chosen. */
  post(index: number, path: string, body: unknown): Promise<Reply>;
  /** The codes of the messages that went out to this number, newest first. */
  codesFor(to: string): Promise<readonly string[]>;
}

type Counts = Readonly<Record<string, number>>;

/** All at the same moment; how often each answer came. */
async function atOnce(count: number, ask: (index: number) => Promise<Reply>): Promise<Counts> {
  const replies = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
  return counted(replies.map(wordOf));
}

/** Tests that race so many times each. `running` gives the processes once the tests run. */
export function races(name: string, rounds: number, running: () => Racers): void {
  /** Runs the rounds, and shows what they came to. */
  const race = (title: string, round: (racers: Racers, at: number) => Promise<Counts>) =>
    test(
      title,
      async () => {
        const begun = performance.now();
        const sum: Record<string, number> = {};
        for (let at = 0; at < rounds; at++)
          for (const [word, count] of Object.entries(await round(running(), at)))
            sum[word] = (sum[word] ?? 0) + count;
        const ms = Math.round(performance.now() - begun);
        console.log(`${name}, ${title}: ${rounds} rounds in ${ms} ms ${JSON.stringify(sum)}`);
      },
      TIME_OUT_MS,
    );

  race(`${RIGHT_CHECKS} right checks are approved exactly once`, async (racers, at) => {
    const { to, id, code } = await begin(racers);
    const counts = await atOnce(RIGHT_CHECKS, (index) =>
      // Half of them by id and half by number, both at every process.
      (at + (index >> 1)) % 2 === 0
        ? racers.post(index, `/v1/verifications/${id}/checks`, { code })
        : racers.post(index, "/v1/checks", { to, code }),
    );
    const { "409 already_approved": late = 0, "409 busy": busy = 0 } = counts;
    expect(counts).toEqual({ ...counts, 200: 1 });
    expect(1 + late + busy).toBe(RIGHT_CHECKS);
    return counts;
  });

  const overTheCap = `${WRONG_CHECKS} distinct wrong codes are compared ${CAP} times at most, and then the right one fails`;
  race(overTheCap, async (racers) => {
    const { to, id, code } = await begin(racers);
    const path = `/v1/verifications/${id}/checks`;
    const counts = await atOnce(WRONG_CHECKS, (index) =>
      racers.post(index, path, { code: wrong(code, index + 1) }),
    );
    const { "422 code_incorrect": compared = 0 } = counts;
    const { "429 checks_exhausted": over = 0, "409 busy": busy = 0 } = counts;
    expect(compared).toBeLessThanOrEqual(CAP);
    expect(compared + over + busy).toBe(WRONG_CHECKS);
    expect(wordOf(await racers.post(0, path, { code }))).toBe("429 checks_exhausted");
    expect(wordOf(await racers.post(1, "/v1/checks", { to, code }))).toBe("429 checks_exhausted");
    return counts;
  });

  race(`${SENDS} starts of one number are one message`, async (racers) => {
    const to = freshNumber();
    const counts = await atOnce(SENDS, (index) => racers.post(index, "/v1/verifications", { to }));
    const { "429 cooldown": soon = 0, "409 busy": busy = 0 } = counts;
    expect(counts).toEqual({ ...counts, 201: 1 });
    expect(1 + soon + busy).toBe(SENDS);
    expect(await racers.codesFor(to)).toHaveLength(1);
    return counts;
  });
}

async function begin(racers: Racers) {
  const to = freshNumber();
  const { id } = verificationIn(await racers.post(0, "/v1/verifications", { to }));
  const [code = "none"] = await racers.codesFor(to);
  return { to, id, code };
}
