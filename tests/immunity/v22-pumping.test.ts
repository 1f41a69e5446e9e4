/**
 * V22: messages pumped to numbers that earn from them. Six hours of a town, over HTTP, with the market shares of Iranian operators, and an
 * attacker who requests many codes and confirms none.
 */
import { describe, expect, test } from "bun:test";
import { HOUR_MS } from "../../domain/time.ts";
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

interface Outcome {
  readonly asker: Asker;
  readonly isSent: boolean;
}

/** Runs all sends in the order of time; a user who confirms does so before the next send. */
async function live(stage: Stage, askers: readonly Asker[]): Promise<readonly Outcome[]> {
  const begun = stage.clock.now();
  const outcomes: Outcome[] = [];
  for (const [index, asker] of askers.toSorted((a, b) => a.atMs - b.atMs).entries()) {
    stage.clock.forward(Math.max(0, begun + asker.atMs - stage.clock.now()));
    const reply = await ask(stage.api, sendBy(index, asker.to), from(asker.client.address));
    const isSent = reply.status < 300;
    outcomes.push({ asker, isSent });
    if (!isSent || asker.answersAfterMs === null) continue;
    const id = index % 2 === 0 ? verificationIn(reply).id : "";
    const route = index % 2 === 0 ? index : 1;
    await ask(stage.api, compareBy(route, { to: asker.to, id }, stage.codeFor(asker.to)));
  }
  return outcomes;
}

const pump = (of: () => Pick<Asker, "to" | "client">): readonly Asker[] =>
  Array.from({ length: PUMPED }, (_, at) => ({
    ...of(),
    atMs: (windowMs * (at + 30)) / (PUMPED + 60),
    answersAfterMs: null,
  }));

/** Addresses of the attacker, each in a network of its own. */
const ADDRESSES = 20;

/** Each attack, and what stops it: floors, and without a solved challenge one send for each address. */
const ATTACKS: Readonly<
  Record<string, readonly [allowed: number, of: (chance: Seeded) => Pick<Asker, "to" | "client">]>
> = {
  "one block of numbers, from twenty addresses": [
    floor.block + ADDRESSES,
    (chance) => ({
      to: `+98921555${digits(chance, 4)}`,
      client: { address: `198.18.${chance.whole(1, ADDRESSES)}.1`, subnet: "" },
    }),
  ],
  "any numbers, from one network": [
    floor.subnet,
    (chance) => ({
      to: anyNumber(chance),
      client: { address: `198.51.100.${chance.whole(1, 254)}`, subnet: "" },
    }),
  ],
};

const sentOf = (outcomes: readonly Outcome[]) => outcomes.filter(({ isSent }) => isSent).length;

describe.each(STORES)("V22 pumping: on %s", (store) => {
  test.each(Object.entries(ATTACKS))(
    "%s: no more than the guard allows, and no one else is refused",
    async (_, [allowed, of]) => {
      await using stage = await openStage(store, BEHIND_PROXY);
      const chance = createSeeded(22);
      const people = townspeople(chance.fork(), PEOPLE, windowMs);
      const pumps = new Set(pump(() => of(chance)));
      const outcomes = await live(stage, [...people, ...pumps]);
      const pumped = outcomes.filter(({ asker }) => pumps.has(asker));
      const others = outcomes.filter(({ asker }) => !pumps.has(asker));
      console.log(
        `${store}: ${sentOf(pumped)} of ${PUMPED} pumped, ${others.length - sentOf(others)} of ${PEOPLE} people refused`,
      );
      expect(sentOf(pumped)).toBeLessThanOrEqual(allowed);
      expect(pumped.findIndex(({ isSent }) => !isSent)).toBeGreaterThan(0);
      expect(others.filter(({ isSent }) => !isSent)).toEqual([]);
    },
    30_000,
  );

  test("a clean day: no user is refused", async () => {
    await using stage = await openStage(store, BEHIND_PROXY);
    const outcomes = await live(stage, townspeople(createSeeded(5), 2 * PEOPLE, 4 * windowMs));
    expect(outcomes.filter(({ isSent }) => !isSent)).toEqual([]);
  }, 30_000);

  test(`an attack without a pattern costs the newcomers' share of the budget of ${BUDGET}, and not one more`, async () => {
    await using stage = await openStage(store, { ...BEHIND_PROXY, RAMZ_MESSAGES_PER_DAY: String(BUDGET) });
    const chance = createSeeded(23);
    const outcomes = await live(
      stage,
      pump(() => ({ to: anyNumber(chance), client: anyClient(chance, 60_000) })),
    );
    const share = 0.7 * BUDGET;
    expect([sentOf(outcomes), stage.sent.length]).toEqual([share, share]);
  }, 30_000);
});

/** So many requests as fast as possible, for numbers of one block or of any, and how many were sent. */
async function countSent(
  stage: Stage,
  requests: number,
  addresses: number,
  to: () => string,
): Promise<number> {
  let sent = 0;
  for (let index = 0; index < requests; index++) {
    const headers = from(`198.18.${index % addresses}.1`);
    const reply = await stage.api.post("/v1/verifications", { to: to() }, headers);
    if (reply.status === 201) sent++;
  }
  return sent;
}

describe.each(STORES)("V22 the guard as an off switch: on %s", (store) => {
  test.each([
    ["10 messages from one address to one block", 10, 1, "+98921555"],
    ["200 messages from 17 addresses to one operator", 200, 17, "+98921"],
    ["500 messages from 34 addresses", 500, 34, "+98912"],
  ])(
    "%s leave a way for new people and for a number proved 25 hours before",
    async (_, requests, addresses, prefix) => {
      await using stage = await openStage(store, BEHIND_PROXY);
      const chance = createSeeded(24);
      const to = () => prefix + digits(chance, 13 - prefix.length);
      const proved = await stage.started({}, from("203.0.113.99"));
      await stage.api.post(`/v1/verifications/${proved.id}/checks`, { code: proved.code });
      stage.clock.forward(25 * HOUR_MS);
      const sent = await countSent(stage, requests, addresses, to);
      expect(sent).toBeLessThanOrEqual(addresses * floor.address);
      for (let person = 1; person <= 10; person++) {
        const reply = await stage.api.post("/v1/verifications", { to: to() }, from(`203.0.113.${person}`));
        expect(reply.status).toBe(201);
      }
      const again = await stage.api.post("/v1/verifications", { to: proved.to }, from("198.18.0.1"));
      expect(again.status).toBe(201);
    },
    60_000,
  );
});
