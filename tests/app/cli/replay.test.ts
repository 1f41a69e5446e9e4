/** `ramz replay` over the log of a real process: the same rules decide the same, on line and off. */
import { beforeAll, describe, expect, test } from "bun:test";
import { tempFolder } from "../../support/process.ts";
import { run } from "./support.ts";
import { lived, replayed, RULES } from "./replay-support.ts";

const logs = { enforce: "", monitor: "" };

beforeAll(async () => {
  logs.enforce = await lived({ RAMZ_GUARD: "enforce" });
  logs.monitor = await lived({ RAMZ_GUARD: "monitor" });
});

function folderWith(files: Readonly<Record<string, string>>) {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}

describe("a log of a guard that enforced", () => {
  test("replayed with the same rules gives the same decisions", async () => {
    using folder = folderWith({ "a.log": logs.enforce });
    const told = await replayed(["a.log"], folder);
    expect(told.replayed).toEqual(told.happened);
    expect(told).toMatchObject({ newly_blocked: { sends: 0 }, newly_sent: { sends: 0 }, saved_rial: 0 });
    // It is a story in which every rule but the app's had to speak, and a limit, too.
    const { block, operator, subnet } = told.happened.refused_by_guard;
    expect(Math.min(block, operator, subnet, told.happened.refused_otherwise)).toBeGreaterThan(0);
  });

  test("in pieces of several machines, in any order, is put together by time", async () => {
    const lines = logs.enforce.split("\n");
    // What happened in one millisecond has no order but that of its file.
    const half = (rest: number) =>
      lines.filter((line) => Number(/"at":(\d+)/.exec(line)?.[1] ?? 0) % 2 === rest).join("\n");
    using folder = folderWith({ "a.log": logs.enforce, "even.log": half(0), "odd.log": half(1) });
    expect(await replayed(["odd.log", "even.log"], folder)).toEqual(await replayed(["a.log"], folder));
  });

  test("replayed with looser rules sends what was refused", async () => {
    using folder = folderWith({ "a.log": logs.enforce });
    const floors = ["block", "operator", "subnet"].flatMap((place) => [`--${place}-floor`, "1000"]);
    const told = await replayed(["a.log", ...floors, "--rial-per-message", "100"], folder);
    const { block, operator, subnet } = told.happened.refused_by_guard;
    const refused = block + operator + subnet;
    expect(told.replayed.refused_by_guard).toEqual({ block: 0, operator: 0, subnet: 0, app: 0 });
    expect(told).toMatchObject({ newly_sent: { sends: refused }, saved_rial: -100 * refused });
    expect(told.replayed.refused_otherwise).toBe(told.happened.refused_otherwise);
  });
});

describe("a log of a guard that only told", () => {
  test("replayed blocks what the guard blocks when it enforces", async () => {
    using folder = folderWith({ "enforce.log": logs.enforce, "monitor.log": logs.monitor });
    const enforced = await replayed(["enforce.log"], folder);
    const told = await replayed(["monitor.log", "--rial-per-message", "250"], folder);
    expect(told.happened.refused_by_guard).toEqual({ block: 0, operator: 0, subnet: 0, app: 0 });
    expect(told.replayed).toEqual(enforced.happened);
    const { block, operator, subnet } = enforced.happened.refused_by_guard;
    expect(told.newly_blocked).toEqual({ sends: block + operator + subnet, confirmed: 2 });
    expect(told.saved_rial).toBe(250 * told.newly_blocked.sends);
    expect(told.places).toContainEqual({
      rule: "block",
      place: "+98935555****",
      blocked: expect.any(Number),
      confirmed: 2,
    });
  });

  test("holds no number as a whole, no address and no code", () => {
    const decisions = logs.monitor.split("\n").filter((line) => line.includes('"event":"send.'));
    expect(decisions.length).toBeGreaterThan(60);
    for (const line of decisions) {
      expect(line).not.toMatch(/\+98\d{10}|\b\d+\.\d+\.\d+\.\d+\b/);
      expect(Object.keys(JSON.parse(line))).not.toContain("to");
    }
  });

  test("is told to people as a table", async () => {
    using folder = folderWith({ "monitor.log": logs.monitor });
    const { out, code } = await run(["replay", "monitor.log"], RULES, folder);
    expect(code).toBe(0);
    expect(out).toMatch(/refused by the guard: block +0 +[1-9]/);
    expect(out).toMatch(/2 of them were confirmed: good users lost/);
    expect(out).toMatch(/block \+98935555\*{4} +\d+ +2/);
  });
});
