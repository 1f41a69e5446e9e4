/** A start: quick, with one sentence when it fails, and safe beside another start at the same time. */
import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { tryCompose } from "../../../../app/cli/open-ramz.ts";
import { loadConfig } from "../../../../app/config/load.ts";
import { eventually, freshNumber, wordOf } from "../../../support/http.ts";
import { type Folder, runRamz, startRamz, STORE_FILE, tempFolder } from "../../../support/process.ts";
import { pluginFile } from "../../../e2e/plugins/plugin-files.ts";

/** The processor time of a process, which the tests beside it do not change as they change the time of day. In steps of 10 ms (proc(5)). */
function processorMs(pid: number): number {
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number);
  return 10 * ((user ?? Number.NaN) + (system ?? Number.NaN));
}

describe("a start", () => {
  test("in console mode takes a processor less than three seconds to its first code, on the loopback address, and shows the codes", async () => {
    await using ramz = await startRamz();
    const listening = processorMs(ramz.pid);
    const to = freshNumber();
    expect((await ramz.api.post("/v1/verifications", { to })).status).toBe(201);
    const answered = processorMs(ramz.pid);
    console.log(`listens after ${listening} ms of a processor, first code sent after ${answered} ms`);
    expect(answered).toBeLessThan(3_000);
    expect(new URL(ramz.api.url).hostname).toBe("127.0.0.1");
    expect(ramz.printed()).toContain("Console mode");
    expect(ramz.printed()).toContain(await ramz.api.codeFor(to));
    expectPrivate(ramz.folder);
  });

  test("at a port in use ends with exit code 1 and a sentence that names it", async () => {
    await using ramz = await startRamz();
    const ran = await runRamz(["serve"], { PORT: String(ramz.port), RAMZ_STORE: "sqlite::memory:" });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(`PORT: 127.0.0.1:${ramz.port} is taken`);
    expect(ran.err).not.toMatch(/\n\s+at /);
    expect((await ramz.api.get("/healthz")).status).toBe(200);
  });

  test.each([
    ["an address of another machine", "192.0.2.1"],
    ["a name that no machine has", "ramz.invalid"],
  ])("at %s ends with exit code 1 and a sentence that names it", async (_, host) => {
    const ran = await runRamz(["serve"], { HOST: host, RAMZ_STORE: "sqlite::memory:" });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(host);
    expect(ran.err).toContain("HOST");
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test("with a store that cannot be opened ends with exit code 1 and a sentence that names it", async () => {
    using folder = tempFolder();
    const file = join(folder.path, "not-a-database");
    folder.write(
      "not-a-database",
      "this is no SQLite file, though it is long enough to be taken for one".repeat(20),
    );
    for (const path of [file, `${file}/ramz.db`, "/proc/ramz.db"]) {
      const { config } = loadConfig({ RAMZ_STORE: `sqlite:${path}` });
      const problems = [expect.stringContaining("RAMZ_STORE")];
      expect(await tryCompose(config, {})).toEqual({ kind: "problems", problems });
    }
    const ran = await runRamz(["serve"], { RAMZ_STORE: `sqlite:${file}` });
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining("  - RAMZ_STORE")]);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test("of two processes at once in an empty folder makes one secret and one store for both", async () => {
    for (let round = 0; round < 2; round++) {
      using folder = tempFolder();
      const env = { RAMZ_STORE: "sqlite:./data/ramz.db" };
      const [one, other] = await Promise.all([startRamz(env, folder), startRamz(env, folder)]);
      await using first = one;
      await using second = other;
      const keys = await Promise.all([first, second].map(({ api }) => api.get("/.well-known/jwks.json")));
      expect(keys[0]?.text).toBe(keys[1]?.text ?? "");
      const to = freshNumber();
      await first.api.post("/v1/verifications", { to });
      const code = await first.api.codeFor(to);
      expect(wordOf(await second.api.post("/v1/checks", { to, code }))).toBe("200");
      expect(wordOf(await first.api.post("/v1/checks", { to, code }))).toBe("409 already_approved");
    }
  });

  test("is followed at the end by one line that says so, with workers and without", async () => {
    using folder = tempFolder();
    folder.write("mine.ts", pluginFile('return { outcome: "accepted" };'));
    for (const args of [["serve"], ["serve", "--workers", "2"]]) {
      await using ramz = await startRamz({ RAMZ_PROVIDERS: "./mine.ts" }, folder, args);
      ramz.signal("SIGTERM");
      expect(await ramz.exited).toBe(0);
      await eventually(ramz.printed, (text) => text.includes("Ramz has stopped."));
      expect(ramz.printed().match(/Ramz has stopped\./g)).toHaveLength(1);
    }
  });

  test("after another start keeps the secret and the sends", async () => {
    using folder = tempFolder();
    const to = freshNumber();
    let code = "";
    {
      await using first = await startRamz({}, folder);
      await first.api.post("/v1/verifications", { to });
      code = await first.api.codeFor(to);
      await first.kill();
    }
    await using second = await startRamz({}, folder);
    expect(wordOf(await second.api.post("/v1/verifications", { to }))).toBe("429 cooldown");
    expect(wordOf(await second.api.post("/v1/checks", { to, code }))).toBe("200");
  });
});

/** The secret that was made and the store can be read by their owner alone. */
function expectPrivate({ path }: Folder): void {
  const names = readdirSync(path).filter((name) => name.startsWith("ramz"));
  expect(names).toEqual(expect.arrayContaining(["ramz.secret", STORE_FILE]));
  for (const name of names) expect([name, statSync(join(path, name)).mode & 0o077]).toEqual([name, 0]);
}
