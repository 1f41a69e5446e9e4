/** A read-only file system, as a container has with `readOnlyRootFilesystem`: the start and the doctor name the remedy. */
import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile } from "../../../../adapters/stores/sqlite/database.ts";
import { fileRemedyOf } from "../../../../app/cli/store-file.ts";
import { type Folder, tempFolder } from "../../../support/process.ts";

const REMEDY = "The file system is mounted read-only. Set RAMZ_STORE to a file on one that can be written.";
const MAIN = join(import.meta.dir, "../../../../app/main.ts");

/** Runs `ramz …` in a mount namespace of its own, in which the folder is read-only. */
async function runReadOnly(command: string, store: string, { path }: Folder, secret: string) {
  const script = `mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" "$3" ${command}`;
  const child = Bun.spawn(["unshare", "-rm", "sh", "-c", script, "sh", path, process.execPath, MAIN], {
    cwd: tmpdir(),
    env: {
      PATH: process.env["PATH"],
      HOME: tmpdir(),
      PORT: "0",
      RAMZ_STORE: `sqlite:${join(path, store)}`,
      ...(secret !== "" && { RAMZ_SECRET: secret }),
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { text: out + err, code };
}

/** Containers may refuse namespaces and mounts. */
const mayMount = Bun.spawnSync(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).success;

describe.skipIf(!mayMount)("on a read-only file system", () => {
  const CASES = [
    ["a folder that does not exist", "data/ramz.db", ""],
    ["a file that does not exist", "ramz.db", "s".repeat(40)],
    ["a file that exists", "old.db", "s".repeat(40)],
    ["a secret that must be made", "old.db", ""],
  ] as const;

  test.each(CASES)("with %s, a start names the remedy", async (_, store, secret) => {
    using folder = tempFolder();
    openFile(join(folder.path, "old.db"), "CREATE TABLE IF NOT EXISTS one (a)").close();
    const { text, code } = await runReadOnly("serve", store, folder, secret);
    expect(text).toContain(`RAMZ_STORE: `);
    expect(text).toContain(REMEDY);
    expect(text).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  test.each(CASES.slice(0, 3))("with %s, the doctor names it", async (_, store, secret) => {
    using folder = tempFolder();
    new Database(join(folder.path, "old.db"), { create: true }).close();
    const { text, code } = await runReadOnly("doctor", store, folder, secret);
    expect(text).toContain(REMEDY);
    expect(code).toBe(1);
  });
});

test("the owner of the file is the remedy where the file system can be written", () => {
  using folder = tempFolder();
  const file = join(folder.path, "ramz.db");
  expect(fileRemedyOf("SQLite does not answer: attempt to write a readonly database", file)).toContain(
    "owner",
  );
});
