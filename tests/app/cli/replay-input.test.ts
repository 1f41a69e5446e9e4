/** What `ramz replay` reads, and what it does not take. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { tempFolder } from "../../support/process.ts";
import { replayed } from "./replay-support.ts";
import { run } from "./support.ts";

const START = Date.UTC(2026, 0, 1);

/** Sends a minute apart within one block. */
function log(minutes: readonly number[]): readonly string[] {
  return minutes.map((minute) =>
    JSON.stringify({
      level: "info",
      event: "send.decided",
      at: START + minute * 60_000,
      ledger: `ledger ${minute}`,
      app: "shop",
      block: "+98912555",
      operator: "IR-MCI",
      trusted: false,
      decision: "sent",
      msg: "the rules let it out",
    }),
  );
}

const TEN = log([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const NOISE = [
  "Ramz listens on http://localhost:8000.",
  '{"level":"info","msg":"trying console"}',
  '{"event":"send.decided","at":1}',
  TEN[0]?.slice(0, 80) ?? "",
  '"event":"send.decided"',
  "",
];

describe("the log", () => {
  test("may come from standard input", async () => {
    using folder = tempFolder();
    const main = join(import.meta.dir, "../../../app/main.ts");
    const child = Bun.spawn([process.execPath, main, "replay", "--json", "--block-floor", "4"], {
      cwd: folder.path,
      env: { PATH: process.env["PATH"], HOME: folder.path },
      stdin: new Blob([TEN.join("\n")]),
    });
    expect(await child.stdout.json()).toMatchObject({ sends: 10, replayed: { sent: 4 } });
    expect(await child.exited).toBe(0);
  });

  test("may hold anything else, and stand behind what a collector wrote", async () => {
    using folder = tempFolder();
    const [first = "", ...others] = TEN;
    folder.write("a.log", [...NOISE, `web-1  | ${first}`, ...others, ...NOISE].join("\r\n"));
    expect(await replayed(["a.log"], folder)).toMatchObject({
      sends: 10,
      from: "2026-01-01T00:00:00.000Z",
      to: "2026-01-01T00:09:00.000Z",
    });
  });

  test.each([
    ["without a decision", NOISE.join("\n"), ["a.log"], /no decision in this log.*RAMZ_GUARD/],
    ["that is not there", "", ["b.log"], /cannot be read: .*b\.log/],
  ])("%s is refused", async (_, text, args, says) => {
    using folder = tempFolder();
    folder.write("a.log", text);
    const { code, err } = await run(["replay", ...args], {}, folder);
    expect([code, err]).toEqual([1, expect.stringMatching(says)]);
  });
});

/** How many sends of these a guard with such rules blocks. */
const blocked = async (args: readonly string[], env = {}) => {
  using folder = tempFolder();
  folder.write("a.log", log([...TEN.keys(), 100, 101, 102]).join("\n"));
  return (await replayed(["a.log", ...args], folder, env)).newly_blocked.sends;
};

describe("the rules", () => {
  test("are those in force, unless an option changes one", async () => {
    expect(await blocked([])).toBe(3);
    expect(await blocked([], { RAMZ_GUARD_BLOCK_FLOOR: "4" })).toBe(9);
    expect(await blocked(["--block-floor", "4"])).toBe(9);
    expect(await blocked(["--block-floor", "4", "--window-minutes", "60"])).toBe(6);
    expect(await blocked(["--operator-floor", "2"])).toBe(11);
    expect(await blocked(["--app-floor", "1"])).toBe(12);
  });

  test("and the price are those in force for what is saved", async () => {
    using folder = tempFolder();
    folder.write("a.log", TEN.join("\n"));
    const saved = async (args: readonly string[], env = {}) =>
      (await replayed(["a.log", "--block-floor", "4", ...args], folder, env)).saved_rial;
    expect(await saved([])).toBe(6 * 5_000);
    expect(await saved([], { RAMZ_RIAL_PER_MESSAGE: "900" })).toBe(6 * 900);
    expect(await saved(["--rial-per-message", "0"])).toBe(0);
  });

  test.each([
    ["--tolerance-percent", "1001", "from 0 to 1000"],
    ["--window-minutes", "59", "from 60 to 1440"],
    ["--block-floor", "0", "from 1"],
    ["--subnet-floor", "1.5", "a whole number"],
    ["--rial-per-message", "-1", "a whole number"],
  ])("%s %s is refused", async (option, value, says) => {
    const { code, err } = await run(["replay", "a.log", `${option}=${value}`]);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
