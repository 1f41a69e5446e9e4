/** A town under attack and a town at peace: what pumping costs, and who is refused by mistake (anchor V22). */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { createSeeded, type Seeded } from "../../support/seeded.ts";
import { anyClient, anyNumber, type Asker, digits, live, type Lived, townspeople } from "./town.ts";
import { DAY_MS, HOUR_MS } from "../../../domain/time.ts";

const SEEDS = [1, 2, 3];
const { floor, windowMs } = DEFAULT_GUARD;

/** Sends as fast as they come, none of which is ever confirmed. */
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

/** Six hours, one window, in which the pump starts after one. */
function attacked(seed: number, count: number, of: (chance: Seeded) => Pick<Asker, "to" | "client">): Attack {
  const chance = createSeeded(seed);
  const town = townspeople(chance.fork(), 900, windowMs - HOUR_MS);
  const attacker = chance.fork();
  const pumps = new Set(pump(count, () => of(attacker)));
  const lived = live([...town, ...pumps], DEFAULT_GUARD);
  const mine = lived.filter(({ asker }) => pumps.has(asker));
  const people = lived.filter(({ asker }) => !pumps.has(asker));
  return {
    pumped: mine.filter(({ kind }) => kind === "sent").length,
    until: mine.findIndex(({ kind }) => kind === "low_conversion") + 1,
    refused: people.filter(({ kind }) => kind === "low_conversion").length,
    people,
  };
}

const tell = (what: string, seed: number, { pumped, until, refused, people }: Attack) =>
  console.log(
    `${what}, seed ${seed}: ${pumped} sent, refused from ${until}; ${refused} of ${people.length} people refused`,
  );

describe("pumped messages", () => {
  test.each(SEEDS)("to one block stop at the floor (seed %p)", (seed) => {
    const attack = attacked(seed, 2_000, (chance) => ({
      to: `+98921555${digits(chance, 4)}`,
      client: anyClient(chance, 60_000),
    }));
    tell("one block", seed, attack);
    expect(attack.until).toBe(floor.block + 1);
    expect(attack.pumped).toBe(floor.block);
    expect(attack.refused).toBe(0);
  });

  test.each(SEEDS)("from one network stop at the floor (seed %p)", (seed) => {
    const attack = attacked(seed, 2_000, (chance) => ({
      to: anyNumber(chance),
      client: { address: `198.51.100.${chance.whole(1, 254)}`, subnet: "198.51.100.0/24" },
    }));
    tell("one network", seed, attack);
    expect(attack.until).toBe(floor.subnet + 1);
    expect(attack.pumped).toBe(floor.subnet);
    expect(attack.refused).toBe(0);
  });

  test.each(SEEDS)(
    "over one operator, from everywhere, stay within what its people confirm (seed %p)",
    (seed) => {
      const attack = attacked(seed, 2_000, (chance) => ({
        to: `+98922${digits(chance, 7)}`,
        client: anyClient(chance, 60_000),
      }));
      tell("one operator", seed, attack);
      const ofOperator = attack.people.filter(({ asker }) => asker.to.startsWith("+9892"));
      const confirming = ofOperator.filter(
        ({ kind, asker }) => kind === "sent" && asker.answersAfterMs !== null,
      );
      expect(attack.pumped).toBeGreaterThanOrEqual(floor.operator - ofOperator.length);
      expect(attack.pumped).toBeLessThanOrEqual(floor.operator + confirming.length);
      const others = attack.people.filter(
        ({ asker, kind }) => !asker.to.startsWith("+9892") && kind !== "sent",
      );
      expect(others).toEqual([]);
    },
  );
});

describe("a town at peace", () => {
  test.each(SEEDS)("is not refused anything in a day (seed %p)", (seed) => {
    const lived = live(townspeople(createSeeded(seed), 4_000, DAY_MS), DEFAULT_GUARD);
    const blocked = lived.filter(({ kind }) => kind === "low_conversion").length;
    console.log(`a clean day, seed ${seed}: ${blocked} of ${lived.length} refused by the guard`);
    expect(blocked).toBe(0);
    expect(lived.filter(({ kind }) => kind === "sent").length).toBeGreaterThan(3_900);
  });
});
