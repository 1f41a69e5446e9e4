/**
 * V22: messages pumped to numbers that earn by them. Six hours of a town, over HTTP, with Iranian operators as people have them, and
 * somebody who asks for many codes and types none of them in.
 */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../domain/rate-limits/pumping-guard.ts";
import { anyClient, anyNumber, type Asker, digits, townspeople } from "../domain/rate-limits/town.ts";
import { createSeeded, type Seeded } from "../support/seeded.ts";
import { STORES } from "./ground.ts";
import { ask, compareBy, sendBy } from "./routes.ts";
import { BEHIND_PROXY, from, openStage, type Stage } from "./stage.ts";
import { verificationIn } from "../support/http.ts";

const { floor, windowMs } = DEFAULT_GUARD;
const PEOPLE = 120;
const PUMPED = 100;
const BUDGET = 40;

interface Told {
  readonly asker: Asker;
  readonly isSent: boolean;
}

/** Everybody in the order of their clocks; who types a code in does so before the next one asks. */
async function live(stage: Stage, askers: readonly Asker[]): Promise<readonly Told[]> {
  const begun = stage.clock.now();
  const told: Told[] = [];
  for (const [index, asker] of askers.toSorted((a, b) => a.atMs - b.atMs).entries()) {
    stage.clock.forward(Math.max(0, begun + asker.atMs - stage.clock.now()));
    const reply = await ask(stage.api, sendBy(index, asker.to), from(asker.client.address));
    const isSent = reply.status < 300;
    told.push({ asker, isSent });
    if (!isSent || asker.answersAfterMs === null) continue;
    const id = index % 2 === 0 ? verificationIn(reply).id : "";
    const route = index % 2 === 0 ? index : 1;
    await ask(stage.api, compareBy(route, { to: asker.to, id }, stage.codeFor(asker.to)));
  }
  return told;
}

const pump = (of: () => Pick<Asker, "to" | "client">): readonly Asker[] =>
  Array.from({ length: PUMPED }, (_, at) => ({
    ...of(),
    atMs: (windowMs * (at + 30)) / (PUMPED + 60),
    answersAfterMs: null,
  }));

/** Who pumps whom, and what stops it. */
const ATTACKS: Readonly<
  Record<string, readonly [allowed: number, of: (chance: Seeded) => Pick<Asker, "to" | "client">]>
> = {
  "one block of numbers, from everywhere": [
    floor.block,
    (chance) => ({ to: `+98921555${digits(chance, 4)}`, client: anyClient(chance, 60_000) }),
  ],
  "any numbers, from one network": [
    floor.subnet,
    (chance) => ({
      to: anyNumber(chance),
      client: { address: `198.51.100.${chance.whole(1, 254)}`, subnet: "" },
    }),
  ],
};

const sentOf = (told: readonly Told[]) => told.filter(({ isSent }) => isSent).length;

describe.each(STORES)("V22 pumping: on %s", (store) => {
  test.each(Object.entries(ATTACKS))(
    "%s: no more than the floor, and nobody else is refused",
    async (_, [allowed, of]) => {
      await using stage = await openStage(store, BEHIND_PROXY);
      const chance = createSeeded(22);
      const people = townspeople(chance.fork(), PEOPLE, windowMs);
      const pumps = new Set(pump(() => of(chance)));
      const told = await live(stage, [...people, ...pumps]);
      const pumped = told.filter(({ asker }) => pumps.has(asker));
      const others = told.filter(({ asker }) => !pumps.has(asker));
      console.log(
        `${store}: ${sentOf(pumped)} of ${PUMPED} pumped, ${others.length - sentOf(others)} of ${PEOPLE} people refused`,
      );
      expect(sentOf(pumped)).toBe(allowed);
      expect(pumped.findIndex(({ isSent }) => !isSent)).toBe(allowed);
      expect(others.filter(({ isSent }) => !isSent)).toEqual([]);
    },
    30_000,
  );

  test("a clean day: nobody is refused", async () => {
    await using stage = await openStage(store, BEHIND_PROXY);
    const told = await live(stage, townspeople(createSeeded(5), 2 * PEOPLE, 4 * windowMs));
    expect(told.filter(({ isSent }) => !isSent)).toEqual([]);
  }, 30_000);

  test(`an attack that no pattern gives away costs the budget, ${BUDGET} messages and not one more`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_MESSAGES_PER_DAY: String(BUDGET) });
    const chance = createSeeded(23);
    const told = await live(
      stage,
      pump(() => ({ to: anyNumber(chance), client: anyClient(chance, 60_000) })),
    );
    expect([sentOf(told), stage.sent.length]).toEqual([BUDGET, BUDGET]);
  }, 30_000);
});
