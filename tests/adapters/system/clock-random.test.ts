import { expect, test } from "bun:test";
import { systemClock } from "../../../adapters/system/clock.ts";
import { systemRandom } from "../../../adapters/system/random.ts";

test("the clock has the machine's time in milliseconds", () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(100);
});

test("a timer elapses after its time", async () => {
  const startedAt = performance.now();
  await systemClock.timer(20).elapsed;
  expect(performance.now() - startedAt).toBeGreaterThan(18);
});

test("a canceled timer never elapses, canceled twice or not", async () => {
  const timer = systemClock.timer(5);
  timer.cancel();
  timer.cancel();
  const first = await Promise.race([
    timer.elapsed.then(() => "elapsed"),
    Bun.sleep(30).then(() => "nothing"),
  ]);
  expect(first).toBe("nothing");
});

test("a canceled timer does not keep the process from ending", async () => {
  const clock = new URL("../../../adapters/system/clock.ts", import.meta.url).pathname;
  const code = `import { systemClock } from "${clock}"; systemClock.timer(60_000).cancel();`;
  const child = Bun.spawn([process.execPath, "-e", code]);
  expect(await Promise.race([child.exited, Bun.sleep(5_000).then(() => "still running")])).toBe(0);
});

test("a token of n bytes is base64url of exactly that length, without padding", () => {
  for (const byteCount of [1, 2, 3, 9, 16, 48]) {
    const token = systemRandom.token(byteCount);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(token).toHaveLength(Math.ceil((byteCount * 4) / 3));
    expect(Buffer.from(token, "base64url")).toHaveLength(byteCount);
  }
});

test("no two of many tokens are alike", () => {
  const tokens = Array.from({ length: 10_000 }, () => systemRandom.token(9));
  expect(new Set(tokens).size).toBe(tokens.length);
});
