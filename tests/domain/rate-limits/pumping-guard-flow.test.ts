/** The guard within starts and checks. */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { ACCEPTED, refused as refusing } from "../../support/providers.ts";
import { CLIENT, numbered } from "../../support/quotas.ts";
import { codeIn, wrong } from "../../support/steps.ts";
import { createWorld, PHONE, type World, type WorldOptions } from "../../support/world.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import type { StartVerdict } from "../../../domain/verdicts.ts";
import { solutionOf } from "../../support/challenges.ts";

const client = CLIENT;
const far = { address: "198.51.100.1", subnet: "198.51.100.0/24" };
const MANY = { block: 1_000, operator: 1_000, app: 1_000, address: 1_000, subnet: 1_000, caller: 1_000 };
const IMPATIENT = { resendWaitMs: 0, sendsPerHour: 100, sendsPerDay: 100 };

const blockFloor = (block: number, options: WorldOptions = {}) =>
  createWorld({
    policy: IMPATIENT,
    rules: { guard: { ...DEFAULT_GUARD, floor: { ...MANY, block } } },
    ...options,
  });

/** How many neighbours of PHONE get a message before the guard refuses one. */
function neighbours(
  world: World,
  refused: StartVerdict["kind"] = "challenge_required",
  from: { readonly client?: typeof client } = {},
): number {
  const kinds = Array.from(
    { length: 12 },
    (_, last) => world.start({ to: `${PHONE.slice(0, -4)}${1_000 + last}`, ...from }).kind,
  );
  expect(new Set(kinds)).toEqual(new Set(["sent", refused]));
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
      { name: "a", answers: [{ says: ACCEPTED }, { says: refusing("message") }, { says: ACCEPTED }] },
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

  test("counts for each network that requested the code, as often as it did", () => {
    const world = createWorld({
      policy: IMPATIENT,
      rules: { guard: { ...DEFAULT_GUARD, floor: { ...MANY, subnet: 3 } } },
    });
    world.start({ client });
    world.start({ client: far });
    world.check(codeIn(world));
    expect(neighbours(world, "low_conversion", { client })).toBe(4);
    expect(neighbours(world, "low_conversion", { client: far })).toBe(4);
  });
});

describe("at a suspicious place", () => {
  const neighbour = `${PHONE.slice(0, -4)}9999`;

  test("a number that was proved in the last 30 days is sent to", () => {
    const world = blockFloor(2);
    world.start();
    world.check(codeIn(world));
    world.clock.advance(29 * DAY_MS);
    neighbours(world);
    expect(world.start().kind).toBe("sent");
    expect(world.start({ to: neighbour }).kind).toBe("challenge_required");
    world.clock.advance(2 * DAY_MS);
    neighbours(world);
    expect(world.start({ purpose: "other" }).kind).toBe("challenge_required");
  });

  test("a session that the app vouches for is sent to, whatever strangers did with its neighbours (anchor V23)", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start().kind).toBe("challenge_required");
    expect(world.start({ knownSession: true }).kind).toBe("sent");
  });

  test("a newcomer gets one send from a known address, and then a challenge that is good once, for one number, for two minutes", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start({ to: neighbour, client }).kind).toBe("sent");
    const verdict = world.start({ client });
    if (verdict.kind !== "challenge_required") throw new Error(`not asked for a challenge: ${verdict.kind}`);
    expect(verdict).toMatchObject({ rule: "block", isAddressKnown: true, quotas: [] });

    const challengeResponse = solutionOf(verdict.challenge);
    const other = `${PHONE.slice(0, -4)}9998`;
    expect(world.start({ client, to: other, challengeResponse }).kind).toBe("challenge_required");
    expect(world.start({ client, challengeResponse }).kind).toBe("sent");
    expect(world.start({ client, challengeResponse }).kind).toBe("challenge_required");

    const again = world.start({ client });
    if (again.kind !== "challenge_required") throw new Error(`not asked for a challenge: ${again.kind}`);
    world.clock.advance(2 * MINUTE_MS);
    const late = { client, challengeResponse: solutionOf(again.challenge) };
    expect(world.start(late).kind).toBe("challenge_required");
  });

  test("a challenge is the only way without an address, and the verdict says that none is known", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start()).toMatchObject({ kind: "challenge_required", isAddressKnown: false });
    expect(world.start({ challengePassed: true }).kind).toBe("sent");
  });

  test("a number of another block is sent to", () => {
    const world = blockFloor(2);
    neighbours(world);
    expect(world.start({ to: numbered(7) }).kind).toBe("sent");
  });
});

test("a solved challenge is not used up by a start that the number's own limits refuse", () => {
  const world = createWorld({ rules: { guard: { ...DEFAULT_GUARD, floor: { ...MANY, block: 1 } } } });
  world.start({ to: numbered(1, 1) });
  const verdict = world.start({ to: numbered(1, 2) });
  if (verdict.kind !== "challenge_required") throw new Error(`not asked for a challenge: ${verdict.kind}`);
  const challengeResponse = solutionOf(verdict.challenge);
  expect(world.start({ to: numbered(1, 2), challengePassed: true }).kind).toBe("sent");
  expect(world.start({ to: numbered(1, 2), challengeResponse }).kind).toBe("cooldown");
  world.clock.advance(MINUTE_MS);
  expect(world.start({ to: numbered(1, 2), challengeResponse }).kind).toBe("sent");
});
