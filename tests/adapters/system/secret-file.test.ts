import { afterAll, expect, test } from "bun:test";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { keptSecret } from "../../../adapters/system/secret-file.ts";
import { temporaryFolder } from "../stores/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("a secret is made on first use, kept, and long enough for any use of it", () => {
  const path = folder.file("ramz.secret");
  const secret = keptSecret(path);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{64}$/);
  expect(keptSecret(path)).toBe(secret);
  expect(keptSecret(folder.file("ramz.secret"))).not.toBe(secret);
});

test("only the owner can read the secret and a folder made for it", () => {
  const path = join(folder.file("made"), "ramz.secret");
  keptSecret(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test("twenty processes that start at once agree on one secret and leave nothing else behind", async () => {
  const path = join(folder.file("shared"), "ramz.secret");
  const startAt = String(Date.now() + 1_500);
  const script = join(import.meta.dir, "keep-secret.ts");
  const secrets = await Promise.all(
    Array.from({ length: 20 }, () =>
      new Response(Bun.spawn([process.execPath, script, path, startAt]).stdout).text(),
    ),
  );
  expect(secrets[0]?.trim()).toBe(keptSecret(path));
  expect(new Set(secrets).size).toBe(1);
  expect(readdirSync(dirname(path))).toEqual(["ramz.secret"]);
}, 30_000);

test("a secret that cannot be read is an error, not a new secret", () => {
  const path = folder.file("in-the-way");
  mkdirSync(path);
  expect(() => keptSecret(path)).toThrow("EISDIR");
});
