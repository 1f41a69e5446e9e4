import { expect, test } from "bun:test";
import { createMemoryWindows } from "../../../domain/rate-limits/in-memory-windows.ts";
import type { RateWindows } from "../../../domain/rate-limits/sliding-window.ts";
import { type FunnelCell, readFunnel } from "../../../domain/routing/funnel.ts";
import { createOutcomeCounts } from "../../../domain/routing/outcome-counts.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../domain/time.ts";
import { carry, deliveryIn } from "../../support/deliveries.ts";
import { ACCEPTED, UNAVAILABLE, UNKNOWN } from "../../support/providers.ts";
import { createWorld, PHONE, type ProviderScript } from "../../support/world.ts";

const MCI = PHONE.slice(0, 6);

const labelOf = (name: string) => `shop:${name}`;

/** A world whose outcomes are counted, and how its funnel reads. */
function counting(providers?: readonly ProviderScript[]) {
  let windows: RateWindows | undefined;
  const world = createWorld({
    policy: { resendWaitMs: 0 },
    ...(providers && { providers }),
    ports: ({ clock }) => {
      windows ??= createMemoryWindows(clock);
      return {
        outcomes: createOutcomeCounts({
          windows,
          clock,
          labelOf,
          isFunnelRead: true,
          background: (work) => void work,
        }),
      };
    },
  });
  const funnel = (hours = 24): readonly Partial<FunnelCell>[] => {
    if (windows === undefined) throw new Error("no world was made");
    // Counts are gathered for a moment.
    world.clock.advance(SECOND_MS);
    const names = ["sure", "first", "second"].map((name) => `shop:${name}`);
    return world.clock.run(
      readFunnel(windows, { operators: [MCI, "other"], providers: names, hours }, world.clock.now()),
    );
  };
  return { world, funnel };
}

const codeIn = (world: ReturnType<typeof createWorld>) => world.handed.at(-1)?.message.code ?? "";

test("a message is sent in the hour of its send, and its approval is counted in the same hour", () => {
  const { world, funnel } = counting();
  // The last minute of an hour.
  world.clock.advance(HOUR_MS - (world.clock.now() % HOUR_MS) - MINUTE_MS);
  const from = Math.floor(world.clock.now() / HOUR_MS) * HOUR_MS;
  world.start();
  const cell = { operator: MCI, provider: "shop:sure", from, delivered: 0, undelivered: 0 };
  expect(funnel()).toEqual([{ ...cell, sent: 1, approved: 0 }]);
  world.clock.advance(2 * MINUTE_MS);
  expect(world.check(codeIn(world)).kind).toBe("approved");
  expect(funnel()).toEqual([{ ...cell, sent: 1, approved: 1 }]);
  // A second check of an approved code is no second approval.
  world.check(codeIn(world));
  expect(funnel()).toEqual([{ ...cell, sent: 1, approved: 1 }]);
  world.clock.advance(47 * HOUR_MS);
  expect(funnel(47)).toEqual([]);
});

test("only what may have gone out is sent, and the newest message has the approval", () => {
  const { world, funnel } = counting([
    { name: "first", answers: [{ says: UNAVAILABLE }, { says: ACCEPTED }] },
    { name: "second", answers: [{ says: ACCEPTED }] },
  ]);
  world.start();
  world.start();
  world.check(codeIn(world));
  expect(funnel().map(({ provider, sent, approved }) => [provider, sent, approved])).toEqual([
    ["shop:first", 1, 1],
    ["shop:second", 1, 0],
  ]);
});

test("a message that may have gone out counts, and the one after it, too", () => {
  const { world, funnel } = counting([
    { name: "first", answers: [{ says: UNKNOWN }] },
    { name: "second", answers: [{ says: ACCEPTED }] },
  ]);
  world.start();
  expect(funnel().map(({ provider, sent }) => [provider, sent])).toEqual([
    ["shop:first", 1],
    ["shop:second", 1],
  ]);
});

test("receipts join the hour of the send", () => {
  const { world } = counting();
  const windows = createMemoryWindows(world.clock);
  const counts = createOutcomeCounts({
    windows,
    clock: world.clock,
    labelOf: (name) => name,
    isFunnelRead: true,
    background: (work) => void work,
  });
  const message = { send: world.clock.now(), provider: "a", operator: "IR-MCI" };
  counts.sent([message, message, message], null);
  counts.received(message, "delivered");
  counts.received(message, "undelivered");
  world.clock.advance(SECOND_MS);
  const query = { operators: ["IR-MCI"], providers: ["a", "b"], hours: 1 };
  expect(world.clock.run(readFunnel(windows, query, world.clock.now()))).toMatchObject([
    { sent: 3, delivered: 1, undelivered: 1, approved: 0 },
  ]);
});

test("nothing of a test number is counted", () => {
  const noted: unknown[] = [];
  const note = (...facts: readonly unknown[]) => void noted.push(facts);
  const world = createWorld({
    ports: () => ({
      outcomes: { sent: note, approved: note, withdrawn: note, received: note, routed: note },
      testNumbers: { [PHONE]: { code: "123456", behavior: "accepted", until: null } },
    }),
  });
  world.start();
  expect(world.check("123456").kind).toBe("approved");
  expect(noted).toEqual([]);
});

test("a code that the caller made is approved once it is reported as used", () => {
  const { world, funnel } = counting();
  const { id } = deliveryIn(carry(world));
  const report = (isUsed: boolean) => world.clock.run(world.otp.report({ app: "shop", id, isUsed }));
  report(false);
  expect(funnel()).toMatchObject([{ sent: 1, approved: 0 }]);
  report(true);
  report(true);
  expect(funnel()).toMatchObject([{ sent: 1, approved: 1 }]);
});
