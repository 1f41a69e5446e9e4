/** Ranked chains that a process keeps for a second. */
import { expect, test } from "bun:test";
import { rank } from "../../../domain/routing/order.ts";
import { createRouteMemory } from "../../../domain/routing/route-memory.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const NAME = "IR-MCI\nsms\nfirst\nsecond";
const AT = 1_767_614_400_000;
const RANKED = { operator: "IR-MCI", chain: "c", facts: [], ranking: rank([], "configured") };

test.each([
  [0, true],
  [SECOND_MS - 1, true],
  [SECOND_MS, false],
  // A send that began before the reading was made, and counted on the one before it.
  [-5, true],
  // A clock that was set back.
  [-SECOND_MS, false],
])("%d ms after a reading: remembered is %p", (afterMs, isRemembered) => {
  const memory = createRouteMemory();
  expect(memory.recent(NAME, AT)).toBeNull();
  memory.keep(NAME, RANKED, AT);
  expect(memory.recent(NAME, AT + afterMs)).toBe(isRemembered ? RANKED : null);
  expect(memory.recent("another", AT)).toBeNull();
});
