/** `ramz replay` on the log of a real process: the same rules decide the same in a replay as in service. */
import { beforeAll, describe, expect, test } from "bun:test";
import { tempFolder } from "../../../support/process.ts";
import { run } from "../support.ts";
import { logOfStory, replayed, RULES } from "./story.ts";

const logs = { enforce: "", monitor: "" };

beforeAll(async () => {
  logs.enforce = await logOfStory({ RAMZ_GUARD: "enforce" });
  logs.monitor = await logOfStory({ RAMZ_GUARD: "monitor" });
});

const NOTHING_STOPPED = {
  refused_by_guard: { address: 0, subnet: 0, caller: 0 },
  challenged_by_guard: { block: 0, operator: 0, app: 0 },
};

function folderWith(files: Readonly<Record<string, string>>) {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}

describe("a log of a guard that enforced", () => {
  test("replayed with the same rules gives the same decisions", async () => {
    using folder = folderWith({ "a.log": logs.enforce });
    const result = await replayed(["a.log"], folder);
    expect(result.replayed).toEqual(result.happened);
    expect(result).toMatchObject({
      newly_blocked: { sends: 0 },
      newly_challenged: { sends: 0 },
      newly_sent: { sends: 0 },
      saved_rial: 0,
    });
    // In this story every rule except the app's and the caller's stops a send, and a limit does, too.
    const { refused_by_guard: refused, challenged_by_guard: challenged, refused_otherwise } = result.happened;
    const { address, subnet } = refused;
    const { block, operator } = challenged;
    expect(Math.min(address, subnet, block, operator, refused_otherwise)).toBeGreaterThan(0);
  });

  test("in pieces of several machines, in any order, is sorted by time", async () => {
    const lines = logs.enforce.split("\n");
    // Records of the same millisecond are ordered only within their file, so they stay in one piece.
    const half = (rest: number) =>
      lines.filter((line) => Number(/"at":(\d+)/.exec(line)?.[1] ?? 0) % 2 === rest).join("\n");
    using folder = folderWith({ "a.log": logs.enforce, "even.log": half(0), "odd.log": half(1) });
    expect(await replayed(["odd.log", "even.log"], folder)).toEqual(await replayed(["a.log"], folder));
  });

  test("replayed with looser rules sends what was refused", async () => {
    using folder = folderWith({ "a.log": logs.enforce });
    const floors = ["block", "operator", "subnet", "address"].flatMap((place) => [
      `--${place}-floor`,
      "1000",
    ]);
    const result = await replayed(["a.log", ...floors, "--rial-per-message", "100"], folder);
    const { address, subnet } = result.happened.refused_by_guard;
    const refused = address + subnet;
    expect(result.replayed).toMatchObject(NOTHING_STOPPED);
    expect(result).toMatchObject({ newly_sent: { sends: refused }, saved_rial: -100 * refused });
    expect(result.replayed.refused_otherwise).toBe(result.happened.refused_otherwise);
  });
});

describe("a log of a guard that only monitored", () => {
  test("replayed stops the sends that an enforcing guard stops", async () => {
    using folder = folderWith({ "enforce.log": logs.enforce, "monitor.log": logs.monitor });
    const enforced = await replayed(["enforce.log"], folder);
    const result = await replayed(["monitor.log", "--rial-per-message", "250"], folder);
    expect(result.happened).toMatchObject(NOTHING_STOPPED);
    expect(result.replayed).toEqual(enforced.happened);
    const { refused_by_guard: refused, challenged_by_guard: challenged } = enforced.happened;
    expect(result.newly_blocked).toEqual({ sends: refused.address + refused.subnet, confirmed: 1 });
    expect(result.newly_challenged).toEqual({ sends: challenged.block + challenged.operator, confirmed: 1 });
    expect(result.saved_rial).toBe(250 * result.newly_blocked.sends);
    expect(result.places).toContainEqual({
      rule: "block",
      place: "+98935555****",
      stopped: expect.any(Number),
      confirmed: 1,
    });
  });

  test("contains no complete number, no address and no code", () => {
    const decisions = logs.monitor.split("\n").filter((line) => line.includes('"event":"send.'));
    expect(decisions.length).toBeGreaterThan(60);
    for (const line of decisions) {
      expect(line).not.toMatch(/\+98\d{10}|\b\d+\.\d+\.\d+\.\d+\b/);
      expect(Object.keys(JSON.parse(line))).not.toContain("to");
    }
  });

  test("is printed as a table without --json", async () => {
    using folder = folderWith({ "monitor.log": logs.monitor });
    const { out, code } = await run(["replay", "monitor.log"], RULES, folder);
    expect(code).toBe(0);
    expect(out).toMatch(/refused by the guard: address +0 +[1-9]/);
    expect(out).toMatch(/asked for a challenge: block +0 +[1-9]/);
    expect(out).toMatch(/would be asked for a challenge\. 1 of these were confirmed/);
    expect(out).toMatch(/block \+98935555\*{4} +\d+ +1/);
  });
});
