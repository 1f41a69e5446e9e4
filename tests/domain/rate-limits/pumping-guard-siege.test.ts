/** A day under attack against the table of docs/how-to/stop-pumping.md: what attackers can cost, and how many users get their code. */
import { describe, expect, test } from "bun:test";
import { DEFAULT_GUARD } from "../../../domain/rate-limits/pumping-guard.ts";
import { textOf } from "../../docs/pages.ts";
import { siege, type SiegeOptions, type SiegeResult } from "./siege.ts";

const MINUTES_MS = 60_000;
/** In every run: the rows that a wrong rule changes first. */
const ROUNDS = [{ attackers: 34 }, { attackers: 1_000, shared: 0, networks: 200 }] as const;
/** In `bun run sim`, because each is a quarter of a minute of one processor. */
const FURTHER_ROUNDS = [
  { attackers: 1 },
  { attackers: 1_000 },
  { attackers: 50_000 },
  { attackers: 34, shared: 0 },
  { attackers: 1_000, shared: 0 },
  { attackers: 1_000, shared: 0, networks: 50 },
] as const;

const lines = textOf("docs/how-to/stop-pumping.md")
  .split("\n")
  .map((line) => line.replace(/\s+/g, " ").trim());
const number = (value: number) => value.toLocaleString("en-US");
const shareOf = ({ asked, served }: SiegeResult["users"]["known"]) =>
  `${((100 * served) / asked).toFixed(1)} %`;

/** The beginning of a row of the table: the attackers, what they cost, and the served share of each group. */
function rowOf({ attackers, shared = 0.1, networks }: SiegeOptions, { wasted, users }: SiegeResult): string {
  const { known, own, shared: behindShared } = users;
  const cells = [
    number(attackers),
    `${100 * shared} %${networks === undefined ? "" : `; all in ${networks} networks`}`,
    number(wasted),
    number(5_000 * wasted),
  ];
  return `| ${[...cells, ...[known, own, behindShared].map(shareOf)].join(" | ")} |`;
}

describe("a day under attack", () => {
  test.each(Bun.env["SIM_RUNS"] === undefined ? ROUNDS : [...ROUNDS, ...FURTHER_ROUNDS])(
    "by %p is in the docs as the simulation gives it",
    async (round) => {
      const result = await siege(round);
      const row = rowOf(round, result);
      console.log(row);
      expect(shareOf(result.users.known)).toBe("100.0 %");
      expect(lines.some((line) => line.startsWith(row))).toBe(true);
    },
    5 * MINUTES_MS,
  );

  test(
    "without the guard costs the budget, and most users their code",
    async () => {
      const { wasted, users } = await siege({ attackers: 34, guard: { ...DEFAULT_GUARD, mode: "off" } });
      expect(wasted).toBeGreaterThan(6_000);
      expect(users.known.served / users.known.asked).toBeLessThan(0.7);
    },
    MINUTES_MS,
  );

  test(
    "without attackers serves all",
    async () => {
      const { users } = await siege({ attackers: 0 });
      expect([users.known, users.own, users.shared].map(shareOf)).toEqual(["100.0 %", "100.0 %", "100.0 %"]);
    },
    MINUTES_MS,
  );
});
