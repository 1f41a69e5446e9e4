/** Starting several workers: refusals are printed once, in one sentence, and no port is shared by accident. */
import { expect, test } from "bun:test";
import { eventually } from "../../support/http.ts";
import { type Env, runRamz, tempFolder } from "../../support/process.ts";
import { type Crew, SECRET, startCrew } from "./crew.ts";
import { pluginFile } from "../plugins/plugin-files.ts";

const WORKERS = 2;
const SENDING = { RAMZ_PROVIDERS: "./sends.ts", RAMZ_SECRET: SECRET, HOST: "127.0.0.1" };
const SENDS = pluginFile('return { outcome: "accepted" };');

const REFUSED: Readonly<Record<string, readonly [Env, string]>> = {
  "a store in the memory of one process": [
    { RAMZ_STORE: "sqlite::memory:" },
    "--workers: sqlite::memory: belongs to one process",
  ],
  "a provider that shows codes": [{ RAMZ_PROVIDERS: "console" }, "--workers: RAMZ_PROVIDERS shows codes"],
  "a setting that is not valid": [{ OTP_CODE_LENGTH: "99" }, "OTP_CODE_LENGTH"],
  "a store that cannot be opened": [{ RAMZ_STORE: "sqlite:/proc/ramz.db" }, "RAMZ_STORE"],
  "an address of another machine": [{ HOST: "192.0.2.1" }, "PORT: 192.0.2.1:0"],
};

test.each(Object.entries(REFUSED))(
  "%s is refused with one sentence and exit code 1",
  async (_, [env, sentence]) => {
    using folder = tempFolder();
    folder.write("sends.ts", SENDS);
    const ran = await runRamz(["serve", "--workers", "3"], { ...SENDING, ...env }, folder);
    expect(ran.code).toBe(1);
    expect(ran.err.split(sentence)).toHaveLength(2);
    expect(ran.err).toContain("Ramz cannot start, one problem");
    expect(ran.err).not.toMatch(/\n\s+at /);
    expect(ran.out).toBe("");
  },
);

test("a number of workers that is not allowed is refused with the numbers that are", async () => {
  const ran = await runRamz(["serve", "--workers", "65"]);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain("Write a whole number from 1 to 64.");
});

test("a warning is printed once, not by every worker, and their port is shared with no other start", async () => {
  await using crew = await startCrew({ RAMZ_STOER: "misspelt" }, { workers: WORKERS });
  expect(crew.printed().match(/RAMZ_STOER/g)).toHaveLength(1);
  expect(crew.printed()).toContain(`${WORKERS} workers.`);
  using folder = tempFolder();
  folder.write("sends.ts", SENDS);
  for (const args of [["serve"], ["serve", "--workers", "2"]]) {
    const ran = await runRamz(args, { ...SENDING, PORT: String(crew.port) }, folder);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(`PORT: 127.0.0.1:${crew.port} is taken`);
  }
});

test("workers stop by themselves when their parent is killed", async () => {
  await using crew = await startCrew({}, { workers: WORKERS });
  const pids = await crew.seen(WORKERS);
  await crew.kill();
  expect(
    await eventually(
      () => pids.filter(lives),
      ({ length }) => length === 0,
    ),
  ).toEqual([]);
  expect(await answers(crew)).toBe(false);
});

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function answers({ api }: Crew): Promise<boolean> {
  return api.get("/healthz").then(
    () => true,
    () => false,
  );
}
