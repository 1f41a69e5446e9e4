/** The input of `ramz replay`: what it reads, what it skips and what it refuses. */
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Readable } from "node:stream";
import { readLog } from "../../../../app/cli/replay/read-log.ts";
import { type ReplayOptions, replayWith } from "../../../../app/cli/replay/replay.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { type Env, tempFolder } from "../../../support/process.ts";
import { replayed } from "./story.ts";
import { run } from "../support.ts";

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
    const main = join(import.meta.dir, "../../../../app/main.ts");
    const child = Bun.spawn([process.execPath, main, "replay", "--json", "--block-floor", "4"], {
      cwd: folder.path,
      env: { PATH: process.env["PATH"], HOME: folder.path },
      stdin: new Blob([TEN.join("\n")]),
    });
    expect(await child.stdout.json()).toMatchObject({ sends: 10, replayed: { sent: 4 } });
    expect(await child.exited).toBe(0);
  });

  test("may contain other lines, and prefixes of a log collector", async () => {
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
    ["that does not exist", "", ["b.log"], /cannot be read: .*b\.log/],
  ])("%s is refused", async (_, text, args, says) => {
    using folder = tempFolder();
    folder.write("a.log", text);
    const { code, err } = await run(["replay", ...args], {}, folder);
    expect([code, err]).toEqual([1, expect.stringMatching(says)]);
  });
});

/** The result of a replay of these lines with the settings of this environment. */
async function replayedHere(lines: readonly string[], options: ReplayOptions, env: Env) {
  const { records } = await readLog([], Readable.from([lines.join("\n")]));
  return replayWith(records, loadConfig(env).config.quotas, options);
}

describe("the rules", () => {
  test.each<[Env, ReplayOptions, number]>([
    [{}, {}, 3],
    [{ RAMZ_GUARD_BLOCK_FLOOR: "4" }, {}, 9],
    [{}, { blockFloor: 4 }, 9],
    [{}, { blockFloor: 4, windowMinutes: 60 }, 6],
    [{}, { operatorFloor: 2 }, 11],
    [{}, { appFloor: 1 }, 12],
  ])("are those in force, unless an option changes one: %j with %j", async (env, options, challenged) => {
    const thirteen = log([...TEN.keys(), 100, 101, 102]);
    expect((await replayedHere(thirteen, options, env)).newly_challenged.sends).toBe(challenged);
  });

  test.each<[Env, ReplayOptions, number]>([
    [{}, {}, 6 * 5_000],
    [{ RAMZ_RIAL_PER_MESSAGE: "900" }, {}, 6 * 900],
    [{}, { rialPerMessage: 0 }, 0],
  ])("and the price in force determine what is saved: %j with %j", async (env, options, rial) => {
    const fromOne = TEN.map((line) => line.replace('"trusted"', '"network":"home","trusted"'));
    expect((await replayedHere(fromOne, { subnetFloor: 4, ...options }, env)).saved_rial).toBe(rial);
  });

  test("are taken from the environment and from the command line", async () => {
    using folder = tempFolder();
    folder.write("a.log", TEN.join("\n"));
    const env = { RAMZ_GUARD_BLOCK_FLOOR: "4", RAMZ_RIAL_PER_MESSAGE: "900" };
    expect(await replayed(["a.log"], folder, env)).toMatchObject({
      replayed: { sent: 4 },
      unsolved_rial: 6 * 900,
    });
    const options = ["--block-floor", "5", "--window-minutes", "1440", "--operator-floor", "2"];
    expect(await replayed(["a.log", ...options, "--rial-per-message", "7"], folder, env)).toMatchObject({
      replayed: { sent: 2, challenged_by_guard: { operator: 8 } },
      unsolved_rial: 8 * 7,
    });
  });

  test("outside their bounds are refused", async () => {
    const { code, err } = await run(["replay", "a.log", "--window-minutes=59"]);
    expect(code).toBe(1);
    expect(err).toContain("Write a whole number from 60 to 1440.");
  });
});
