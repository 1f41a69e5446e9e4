/** Standard output: lines of a log whose reader stalls, leaves and comes back: none waits for it, none is cut, and those dropped are counted. */
import { describe, expect, test } from "bun:test";
import { createLog } from "../../../../adapters/telemetry/log/log.ts";
import { openOutput } from "../../../../adapters/telemetry/log/standard-output.ts";
import { openPipe, type Pipe } from "./pipe.ts";

const FIELDS = { hint: "ارائه‌دهنده ".repeat(30) };
const BUFFER_BYTES = 400_000;
/** More than the buffer and the pipe hold. */
const MANY = 1_000;

const logTo = (pipe: Pipe) => {
  const output = openOutput(pipe.fd, BUFFER_BYTES);
  return createLog({ redact: (text) => text, output }).then((log) => ({ log, output }));
};

const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));
const isLast = (line: string) => line.includes('"msg":"last"');

describe.each(["blocking", "non-blocking"] as const)("a %s pipe", (mode) => {
  test("that is not read delays no line; the dropped ones are counted in their place when it is read again", async () => {
    using pipe = openPipe(mode);
    const { log } = await logTo(pipe);
    for (let n = 0; n < MANY; n += 1) log("info", `line ${n}`, FIELDS);

    const before = parsed(await pipe.readUntil((line) => line.includes('"dropped"')));
    const gap = before.pop();
    expect(before.map(({ msg }) => msg)).toEqual(before.map((_, n) => `line ${n}`));
    expect(gap).toMatchObject({ level: "warn", dropped: MANY - before.length });
    log("info", "last");
    expect(await pipe.readUntil(isLast)).toHaveLength(1);
  });

  test("whose reader leaves and comes back gets what waited", async () => {
    using pipe = openPipe(mode);
    const { log, output } = await logTo(pipe);
    pipe.leave();
    log("info", "unread");
    await output.flush();
    pipe.comeBack();
    log("info", "last");
    const lines = parsed(await pipe.readUntil(isLast));
    expect(lines.map(({ msg }) => msg)).toEqual(["unread", "last"]);
  });

  test("whose reader leaves for long and comes back has the number of dropped lines", async () => {
    using pipe = openPipe(mode);
    const { log, output } = await logTo(pipe);
    pipe.leave();
    for (let n = 0; n < MANY; n += 1) log("info", `line ${n}`, FIELDS);
    await output.flush();
    pipe.comeBack();
    log("info", "one more");
    const lines = parsed(await pipe.readUntil((line) => line.includes('"dropped"')));
    expect(lines.at(-1)).toMatchObject({ dropped: MANY + 1 - (lines.length - 1) });
  });
});

test("two writers of one pipe, as workers are, cut no line of each other's", async () => {
  // Two that wait for a blocking one would hold both threads of a small machine, and with them the reader of this process.
  using pipe = openPipe("non-blocking");
  const [one, other] = await Promise.all([logTo(pipe), logTo(pipe)]);
  const each = 300;
  for (let n = 0; n < each; n += 1) for (const { log } of [one, other]) log("info", `line ${n}`, FIELDS);
  let left = 2 * each;
  const lines = parsed(await pipe.readUntil(() => --left === 0));
  expect(new Set(lines.map(({ msg }) => msg)).size).toBe(each);
});
