/** What the test command does on a machine without the programs that tests need. */
import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Folder, tempFolder } from "./process.ts";
import { findProgram, REDIS, whyNoProgram } from "./programs.ts";

const RUN = join(import.meta.dir, "../run.ts");
const SERVER = "#!/bin/sh\n";

function program(folder: Folder, name: string, text: string): string {
  folder.write(name, text);
  const path = join(folder.path, name);
  chmodSync(path, 0o755);
  return path;
}

/** An apt-get that records its arguments, and runs `installs` when it has to install something. */
function aptGet(folder: Folder, installs: string): () => string {
  const noted = join(folder.path, "noted");
  program(folder, "apt-get", `#!/bin/sh\necho "$@" >> ${noted}\n[ "$1" = update ] && exit\n${installs}\n`);
  return () => (existsSync(noted) ? readFileSync(noted, "utf8") : "");
}

describe("without a server on the PATH", () => {
  test("as root, apt-get installs it", () => {
    using folder = tempFolder();
    const server = join(folder.path, "redis-server");
    const noted = aptGet(folder, `echo '#!/bin/sh' > ${server}; /bin/chmod +x ${server}`);
    const machine = { env: { PATH: folder.path }, isRoot: true };
    expect(whyNoProgram(REDIS, machine)).toBeNull();
    expect(findProgram(REDIS, machine)).toBe(server);
    expect(noted()).toBe("update -qq\ninstall -y -qq --no-install-recommends redis-server\n");
    expect(whyNoProgram(REDIS, machine)).toBeNull();
    expect(noted().split("\n")).toHaveLength(3);
  });

  test("as root, an apt-get that fails is reported", () => {
    using folder = tempFolder();
    aptGet(folder, "exit 100");
    expect(whyNoProgram(REDIS, { env: { PATH: folder.path }, isRoot: true })).toContain(
      "apt-get did not install",
    );
  });

  test("as another user, the message names what to install, and nothing is tried", () => {
    using folder = tempFolder();
    const noted = aptGet(folder, "");
    expect(whyNoProgram(REDIS, { env: { PATH: folder.path }, isRoot: false })).toContain(
      "install the package redis-server, or run this as root where there is apt-get.",
    );
    expect(noted()).toBe("");
  });

  test("the test command ends with that sentence before it checks anything", () => {
    using folder = tempFolder();
    const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, RUN], {
      env: { PATH: folder.path },
    });
    expect(stderr.toString()).toContain("The tests need redis-server or valkey-server on the PATH");
    expect(stdout.toString()).toBe("\n0 passed, 1 failed\n");
    expect(exitCode).toBe(1);
  });
});

describe("RAMZ_TEST_REDIS_SERVER", () => {
  test("names the program, even if another is on the PATH", () => {
    using folder = tempFolder();
    program(folder, "redis-server", SERVER);
    const other = program(folder, "other", SERVER);
    expect(findProgram(REDIS, { env: { PATH: folder.path }, isRoot: false })).toEndWith("/redis-server");
    const env = { PATH: folder.path, RAMZ_TEST_REDIS_SERVER: other };
    expect(findProgram(REDIS, { env, isRoot: false })).toBe(other);
  });

  test("with a path that is not a program is refused by name, and nothing is installed", () => {
    using folder = tempFolder();
    const noted = aptGet(folder, "");
    const env = { PATH: folder.path, RAMZ_TEST_REDIS_SERVER: "/nowhere/valkey-server" };
    expect(whyNoProgram(REDIS, { env, isRoot: true })).toStartWith(
      'RAMZ_TEST_REDIS_SERVER: there is no program "/nowhere',
    );
    expect(noted()).toBe("");
  });
});
