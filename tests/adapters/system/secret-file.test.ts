import { afterAll, expect, test } from "bun:test";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readOrCreateSecret } from "../../../adapters/system/secret-file.ts";
import { temporaryFolder } from "../stores/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("a secret is created on first use, kept, and long enough", () => {
  const path = folder.file("ramz.secret");
  const secret = readOrCreateSecret(path);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{64}$/);
  expect(readOrCreateSecret(path)).toBe(secret);
  expect(readOrCreateSecret(folder.file("ramz.secret"))).not.toBe(secret);
});

test("only the owner can read the secret and a folder created for it", () => {
  const path = join(folder.file("made"), "ramz.secret");
  readOrCreateSecret(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test("twenty processes that start at once get one secret and leave no other file", async () => {
  const path = join(folder.file("shared"), "ramz.secret");
  const startAt = String(Date.now() + 1_500);
  const script = join(import.meta.dir, "keep-secret.ts");
  const secrets = await Promise.all(
    Array.from({ length: 20 }, () =>
      new Response(Bun.spawn([process.execPath, script, path, startAt]).stdout).text(),
    ),
  );
  expect(secrets[0]?.trim()).toBe(readOrCreateSecret(path));
  expect(new Set(secrets).size).toBe(1);
  expect(readdirSync(dirname(path))).toEqual(["ramz.secret"]);
}, 30_000);

test("a secret that cannot be read is an error, not a new secret", () => {
  const path = folder.file("in-the-way");
  mkdirSync(path);
  expect(() => readOrCreateSecret(path)).toThrow("EISDIR");
});
