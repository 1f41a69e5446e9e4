import { expect, test } from "bun:test";
import { createSlowWatch, type Slowed } from "../../../domain/routing/slow-approvals.ts";

const MESSAGE = { send: 0, provider: "a", operator: "IR-MCI" };

/** What the watch says over so many approvals that take as long; null when it says nothing. */
function over(
  watch: ReturnType<typeof createSlowWatch>,
  count: number,
  afterMs: number,
  message = MESSAGE,
): Slowed | null {
  return Array.from({ length: count }, () => watch(message, afterMs)).find((one) => one !== null) ?? null;
}

test("approvals three times as late as before are noticed, by provider and operator", () => {
  const watch = createSlowWatch();
  expect(over(watch, 60, 30_000)).toBeNull();
  expect(over(watch, 20, 89_000)).toBeNull();
  expect(over(watch, 20, 95_000)).toEqual({ medianMs: 95_000, beforeMs: 30_000 });
  expect(over(watch, 100, 95_000, { ...MESSAGE, operator: "IR-Irancell" })).toBeNull();
});

test("few approvals are compared with nothing", () => {
  const watch = createSlowWatch();
  expect(over(watch, 30, 10_000)).toBeNull();
  expect(over(watch, 20, 60_000)).toBeNull();
});
