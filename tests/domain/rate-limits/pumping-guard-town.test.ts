/** A town with and without an attack: what pumping costs, and how many people are refused by mistake (anchor V22). */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { createSeeded, type Seeded } from "../../support/seeded.ts";
import { anyNumber, type Asker, digits, live, type Lived, townspeople } from "./town.ts";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";
import type { Client } from "../../../domain/rate-limits/sender.ts";

const SEEDS = [1, 2];
const { floor, windowMs } = DEFAULT_GUARD;

/** What the guard answers instead of sending. */
const STOPPED: ReadonlySet<string> = new Set(["low_conversion", "challenge_required"]);

/** Sends of an attack, none of which is ever confirmed. */
function pump(count: number, of: () => Pick<Asker, "to" | "client">): readonly Asker[] {
  return Array.from({ length: count }, (_, at) => ({
    ...of(),
    atMs: HOUR_MS + at * 1_000,
    answersAfterMs: null,
  }));
}

interface Attack {
  readonly pumped: number;
  /** Attempts until the first one that was refused. */
  readonly until: number;
  /** People of the town who were refused, and how many confirmed. */
  readonly refused: number;
  readonly people: readonly Lived[];
}

/** Six hours, which is one window. The attack starts after one hour. */
function attacked(seed: number, count: number, of: (random: Seeded) => Pick<Asker, "to" | "client">): Attack {
  const random = createSeeded(seed);
  const town = townspeople(random.fork(), 900, windowMs - HOUR_MS);
  const attacker = random.fork();
  const pumps = new Set(pump(count, () => of(attacker)));
  const lived = live([...town, ...pumps], DEFAULT_GUARD);
  const mine = lived.filter(({ asker }) => pumps.has(asker));
  const people = lived.filter(({ asker }) => !pumps.has(asker));
  return {
    pumped: mine.filter(({ kind }) => kind === "sent").length,
    until: mine.findIndex(({ kind }) => STOPPED.has(kind)) + 1,
    refused: people.filter(({ kind }) => STOPPED.has(kind)).length,
    people,
  };
}

const report = (what: string, seed: number, { pumped, until, refused, people }: Attack) =>
  console.log(
    `${what}, seed ${seed}: ${pumped} sent, refused from ${until}; ${refused} of ${people.length} people refused`,
  );

describe("pumped messages", () => {
  test.each(SEEDS)("from one network stop at the floor (seed %p)", (seed) => {
    const attack = attacked(seed, 2_000, (random) => ({
      to: anyNumber(random),
      client: { address: `198.51.100.${random.whole(1, 254)}`, subnet: "198.51.100.0/24" },
    }));
    report("one network", seed, attack);
    expect(attack.until).toBe(floor.subnet + 1);
    expect(attack.pumped).toBe(floor.subnet);
    expect(attack.refused).toBe(0);
  });

  test.each(SEEDS)(
    "to one block stop at its floor and one for each address, while no challenge is solved (seed %p)",
    (seed) => {
      const addresses = 40;
      const attack = attacked(seed, 2_000, (random) => ({
        to: `+98921555${digits(random, 4)}`,
        client: addressOf(random.whole(1, addresses)),
      }));
      report("one block", seed, attack);
      expect(attack.pumped).toBeGreaterThanOrEqual(addresses);
      expect(attack.pumped).toBeLessThanOrEqual(floor.block + addresses);
      expect(attack.refused).toBe(0);
    },
  );
});

/** An address in a network of its own. */
function addressOf(index: number): Client {
  return { address: `198.18.${index}.1`, subnet: `198.18.${index}.0/24` };
}

describe("a town without an attack", () => {
  test.each(SEEDS)(
    "gets every send of a day (seed %p)",
    (seed) => {
      const lived = live(townspeople(createSeeded(seed), 4_000, DAY_MS), DEFAULT_GUARD);
      const blocked = lived.filter(({ kind }) => STOPPED.has(kind)).length;
      console.log(`a clean day, seed ${seed}: ${blocked} of ${lived.length} refused by the guard`);
      expect(blocked).toBe(0);
      expect(lived.filter(({ kind }) => kind === "sent").length).toBeGreaterThan(3_900);
    },
    30_000,
  );
});
