/** What became of a carried code: it counts for the guard once it is reported, and not before. */
import { describe, expect, test } from "bun:test";
import type { CarryCommand } from "../../../../domain/otp.ts";
import { DEFAULT_GUARD } from "../../../../domain/rate-limits/pumping-guard.ts";
import { SECOND_MS } from "../../../../domain/time.ts";
import { CARRY } from "../../../support/deliveries.ts";
import { refused } from "../../../support/providers.ts";
import { CLIENT, messagesADay, numbered } from "../../../support/quotas.ts";
import { createWorld, PHONE, type World, type WorldOptions } from "../../../support/world.ts";

const guard = { ...DEFAULT_GUARD, mode: "enforce" } as const;
const guarded = (further: WorldOptions = {}) =>
  createWorld({ ...further, rules: { guard, ...further.rules } });

function carry(world: World, to: string, further: Partial<CarryCommand> = {}) {
  const verdict = world.clock.run(world.otp.carry({ ...CARRY, to, ...further }));
  return { verdict, id: "delivery" in verdict ? verdict.delivery.id : "" };
}
const report = (world: World, id: string, isUsed: boolean) =>
  world.clock.run(world.otp.report({ app: "shop", id, isUsed }));

/** Numbers in one block, so that a place would become suspicious first. */
const block = (index: number) => numbered(7, index);

/** Ten deliveries of one source are reported alike; the kind of the next one. */
const afterTen = (world: World, isUsed: boolean) => {
  for (let index = 0; index < 10; index++)
    report(world, carry(world, block(index), { client: CLIENT }).id, isUsed);
  return carry(world, block(99), { client: CLIENT }).verdict.kind;
};

describe("without reports", () => {
  test("a hundred carried codes of one address and one block never meet the guard, nor do starts after them", () => {
    const world = guarded();
    for (let index = 0; index < 100; index++)
      expect(carry(world, block(index), { client: CLIENT }).verdict.kind).toBe("carried");
    expect(world.notices).toEqual([]);
    expect(world.start({ to: block(100), client: CLIENT }).kind).toBe("sent");
  });

  test("they count for budgets all the same, and leave newcomers' share of it alone", () => {
    const world = guarded({ rules: { serviceBudget: messagesADay(20) } });
    const kinds = Array.from({ length: 21 }, (_, index) => carry(world, block(index)).verdict.kind);
    expect(kinds.slice(0, 20).every((kind) => kind === "carried")).toBe(true);
    expect(kinds[20]).toBe("budget");
  });

  test("a source whose own codes do not come back is refused for carried codes, too", () => {
    const world = guarded();
    const { address } = guard.floor;
    for (let index = 0; index < address; index++)
      expect(world.start({ to: block(index), client: CLIENT }).kind).toBe("sent");
    expect(world.start({ to: block(address), client: CLIENT }).kind).toBe("low_conversion");
    expect(carry(world, block(51), { client: CLIENT }).verdict.kind).toBe("low_conversion");
    expect(carry(world, block(52)).verdict.kind).toBe("carried");
  });
});

describe("a report", () => {
  test("of codes that were not used makes their source suspicious; of those that were, not", () => {
    const [pumped, honest] = [guarded(), guarded()];
    expect(afterTen(pumped, false)).toBe("low_conversion");
    expect(afterTen(honest, true)).toBe("carried");
  });

  test("makes the number known, so that its next start is no newcomer's", () => {
    const world = guarded();
    report(world, carry(world, PHONE).id, true);
    world.clock.advance(60 * SECOND_MS);
    for (let index = 0; index < 40; index++) world.start({ to: `+98912${4_560_000 + index}` });
    expect(world.start().kind).toBe("sent");
  });

  test("is shown, may go from unused to used, and used stays", () => {
    const world = guarded();
    const { id } = carry(world, PHONE);
    expect(report(world, id, false)).toMatchObject({ kind: "reported", repeated: false });
    expect(report(world, id, false)).toMatchObject({ kind: "reported", repeated: true });
    expect(report(world, id, true)).toMatchObject({ kind: "reported", delivery: { outcome: "used" } });
    expect(report(world, id, false)).toMatchObject({ kind: "already_used", delivery: { outcome: "used" } });
    const read = world.clock.run(world.otp.readDelivery({ app: "shop", id }));
    expect(read).toMatchObject({ kind: "found", delivery: { outcome: "used" } });
  });

  test("of unused and then used counts one send, and it came back", () => {
    const world = guarded();
    for (let index = 0; index < 10; index++) {
      const { id } = carry(world, block(index), { client: CLIENT });
      report(world, id, false);
      report(world, id, true);
    }
    expect(carry(world, block(99), { client: CLIENT }).verdict.kind).toBe("carried");
  });

  test("of a delivery that certainly did not go out counts nothing", () => {
    const world = guarded({ providers: [{ name: "a", answers: [{ says: refused("message") }] }] });
    for (let index = 0; index < 20; index++)
      report(world, carry(world, block(index), { client: CLIENT }).id, false);
    expect(carry(world, block(99), { client: CLIENT }).verdict.kind).toBe("delivery_failed");
  });

  test("of an unknown delivery is not found", () => {
    const world = guarded();
    world.start();
    expect(report(world, `dlv_${"A".repeat(34)}`, true)).toEqual({ kind: "not_found" });
    expect(report(world, "493817", true)).toEqual({ kind: "not_found" });
  });
});
