/** Sums that a process keeps for a second. */
import { expect, test } from "bun:test";
import { createRouteMemory } from "../../../domain/routing/route-memory.ts";
import { SECOND_MS } from "../../../domain/time.ts";

const PLACE = { operator: "IR-MCI", chain: "c" };
const AT = 1_767_614_400_000;
const SUMS = [{ used: 2, approved: 2 }];

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
  expect(memory.recent(PLACE, AT)).toBeNull();
  memory.keep(PLACE, SUMS, AT);
  expect(memory.recent(PLACE, AT + afterMs)).toEqual(isRemembered ? SUMS : null);
  expect(memory.recent({ ...PLACE, operator: "IR-Irancell" }, AT)).toBeNull();
});
