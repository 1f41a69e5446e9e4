/**
 * The standard variables mean what they mean to OpenTelemetry's Node SDK: both are started with the same settings before the same
 * collectors, which must get the same. And no value that cannot be read is passed over in silence.
 */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Result } from "./beside/run.ts";
import { type Row, ROWS } from "./beside/rows.ts";

setDefaultTimeout(120_000);

type Results = Readonly<Record<string, readonly Result[]>>;

/** Each SDK in a process of its own: they keep themselves in globals. */
async function run(sdk: "ramz" | "node-sdk"): Promise<Results> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "beside/run.ts"), sdk], {
    env: { PATH: process.env["PATH"], HOME: "/nowhere" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await child.stdout.text());
}

let ramz: Results;
let library: Results;
beforeAll(async () => {
  [ramz, library] = await Promise.all([run("ramz"), run("node-sdk")]);
});

const titleOf = ({ env }: Row) =>
  Object.entries(env)
    .map(([name, value]) => (value === null ? `no ${name}` : `${name}='${value}'`))
    .join(" ");

for (const [name, rows] of Object.entries(ROWS))
  describe(name, () => {
    test.each(rows.map((row, index) => [titleOf(row) || "the defaults", index] as const))(
      "%s",
      (_, index) => {
        expect(ramz[name]?.[index]?.seen).toEqual(library[name]?.[index]?.seen);
      },
    );

    test("rows that should arrive did", () => {
      const arrived = library[name]?.filter(({ exports }) => exports > 0).length ?? 0;
      expect(arrived).toBeGreaterThan(rows.length / 4);
    });
  });

const ALL = Object.entries(ROWS).flatMap(([name, rows]) => rows.map((row, index) => ({ row, name, index })));

describe("a value that cannot be read is a warning, in the log and in ramz config and ramz doctor", () => {
  test.each(ALL.filter(({ row }) => row.warns).map((one) => [titleOf(one.row), one] as const))(
    "%s",
    (_, { row, name, index }) => {
      const { logged = [], shown = [] } = ramz[name]?.[index] ?? {};
      expect(shown).toContainEqual(expect.stringMatching(row.warns ?? ""));
      expect(logged).toContainEqual(expect.stringMatching(row.warns ?? ""));
    },
  );

  test("and no other is", () => {
    const warned = ALL.filter(({ row }) => row.warns === undefined).flatMap(
      ({ name, index, row }) => ramz[name]?.[index]?.shown.map((line) => `${titleOf(row)}: ${line}`) ?? [],
    );
    expect(warned).toEqual([]);
  });
});
