/** The guard within starts and checks. */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { ACCEPTED, refused } from "../../support/providers.ts";
import { CLIENT, numbered } from "../../support/quotas.ts";
import { codeIn, wrong } from "../../support/steps.ts";
import { createWorld, PHONE, type World, type WorldOptions } from "../../support/world.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const client = CLIENT;
const far = { address: "198.51.100.1", subnet: "198.51.100.0/24" };
const MANY = { block: 1_000, operator: 1_000, subnet: 1_000, app: 1_000 };
const IMPATIENT = { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 100 };

const blockFloor = (block: number, options: WorldOptions = {}) =>
  createWorld({
    policy: IMPATIENT,
    rules: { guard: { ...DEFAULT_GUARD, floor: { ...MANY, block } } },
    ...options,
  });

/** How many neighbours of PHONE get a message before the guard refuses one. */
function neighbours(world: World, from: { readonly client?: typeof client } = {}): number {
  const kinds = Array.from(
    { length: 12 },
    (_, last) => world.start({ to: `${PHONE.slice(0, -4)}${1_000 + last}`, ...from }).kind,
  );
  expect(new Set(kinds)).toEqual(new Set(["sent", "low_conversion"]));
  return kinds.filter((kind) => kind === "sent").length;
}

describe("an approval", () => {
  test("confirms every send of its verification", () => {
    const world = blockFloor(3);
    for (let press = 0; press < 3; press++) {
      expect(world.start().kind).toBe("sent");
      world.clock.advance(SECOND_MS);
    }
    expect(world.check(codeIn(world)).kind).toBe("approved");
    // Three of three confirmed: the floor, and three more.
    expect(neighbours(world)).toBe(6);
  });

  test("does not confirm sends of which nothing went out", () => {
    const providers = [
      { name: "a", answers: [{ says: ACCEPTED }, { says: refused("message") }, { says: ACCEPTED }] },
    ] as const;
    const world = blockFloor(3, { providers });
    expect([world.start().kind, world.start().kind]).toEqual(["sent", "delivery_failed"]);
    world.check(codeIn(world));
    expect(neighbours(world)).toBe(4);
  });

  test("confirms nothing when the code is wrong or was approved before", () => {
    const world = blockFloor(3);
    world.start();
    const code = codeIn(world);
    world.check(wrong(code));
    expect(world.check(code).kind).toBe("approved");
    expect(world.check(code).kind).toBe("already_approved");
    expect(neighbours(world)).toBe(4);
  });

  test("counts for the network that last requested the code", () => {
    const world = createWorld({
      policy: IMPATIENT,
      rules: { guard: { ...DEFAULT_GUARD, floor: { ...MANY, subnet: 3 } } },
    });
    world.start({ client });
    world.start({ client: far });
    world.check(codeIn(world));
    expect(neighbours(world, { client })).toBe(2);
    expect(neighbours(world, { client: far })).toBe(6);
  });
});

describe("a number that the guard would refuse", () => {
  test("is sent to when it was proved in the last day", () => {
    const world = blockFloor(2);
    world.start();
    world.check(codeIn(world));
    neighbours(world);
    world.clock.advance(60 * SECOND_MS);
    expect(world.start().kind).toBe("sent");
    expect(world.start({ to: `${PHONE.slice(0, -4)}9999` }).kind).toBe("low_conversion");
  });

  test("is sent to when the app vouches for its session, whatever strangers did with its neighbours (anchor V23)", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start().kind).toBe("low_conversion");
    expect(world.start({ knownSession: true }).kind).toBe("sent");
  });

  test("is not sent to otherwise; a number of another block is", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start()).toMatchObject({ kind: "low_conversion", rule: "block", quotas: [] });
    expect(world.start({ to: numbered(7) }).kind).toBe("sent");
  });
});
