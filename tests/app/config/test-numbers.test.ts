/** The list of test numbers: each ends, and not later than in 90 days. */
import { expect, test } from "bun:test";
import { testNumbersOf } from "../../../app/config/tables/test-numbers.ts";
import { DAY_MS } from "../../../domain/time.ts";

const NOW = Date.UTC(2026, 0, 5);
const problemsOf = (until: number) =>
  testNumbersOf([{ number: "09121234567", code: "123456", behavior: "accepted", until: new Date(until) }], {
    now: NOW,
    codeLength: 6,
    production: true,
    where: "test_numbers",
    canonical: () => "+989121234567",
  }).problems;

test("an end within 90 days is accepted", () => {
  expect(problemsOf(NOW + 90 * DAY_MS)).toEqual([]);
});

test("an end that has passed, or that is further ahead, is a problem with its remedy", () => {
  expect(problemsOf(NOW)).toEqual([
    'test_numbers: "09121234567" has ended: until is 2026-01-05. Remove it, or write a later day.',
  ]);
  expect(problemsOf(NOW + 91 * DAY_MS)[0]).toContain("Write a day within the next 90 days.");
});
