/**
 * A provider by a stranger: Ramz is packed and installed in an empty folder, where a package is written as the page about providers says.
 * It passes the contract there, and the installed Ramz serves with it.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, lstatSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../../docs/pages.ts";
import { freshNumber, verificationIn, wordOf } from "../../support/http.ts";
import { type Folder, startRamz } from "../../support/process.ts";
import { projectWithRamz } from "./npm-tarball.ts";

const blocks = blocksOf("docs/how-to/write-a-provider.md").filter(({ language }) => language === "ts");
const [provider = "", vendor = "", contract = ""] = blocks.map(({ text }) => text);
const TOKEN = "hunter2hunter2";

let project: Folder;
beforeAll(() => {
  // The package is the bare object, because it cannot import Ramz where it runs.
  const bare = provider.replace(/^import .*ramz.provider.*$/m, "").replace("defineProvider(", "(");
  project = projectWithRamz({
    name: "acme-sms",
    exports: "./my-provider.ts",
    files: { "my-provider.ts": bare },
  });
  project.write("my-provider.ts", provider);
  project.write("my-vendor.ts", vendor);
  project.write("my-provider.test.ts", contract);
});
afterAll(() => project[Symbol.dispose]());

test("Ramz is installed as a copy, and nothing in its package leads back to the repository", () => {
  const installed = join(project.path, "node_modules/ramz");
  expect(lstatSync(installed).isSymbolicLink()).toBe(false);
  expect(existsSync(join(installed, "adapters/providers/_kit/public.ts"))).toBe(true);
  expect(existsSync(join(installed, "node_modules"))).toBe(false);
});

test("the contract suite and the simulator are imported from the package, and the provider passes", async () => {
  const child = Bun.spawn([process.execPath, "test", "./my-provider.test.ts"], {
    cwd: project.path,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, exitCode] = await Promise.all([child.stderr.text(), child.exited]);
  expect(exitCode === 0 ? "" : output).toBe("");
  expect(Number(/^\s*(\d+) pass$/m.exec(output)?.[1])).toBeGreaterThan(5);
});

test("the installed Ramz serves with the package: a code goes out and is checked", async () => {
  const texts: string[] = [];
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      texts.push(await request.text());
      return new Response("", { status: 201 });
    },
  });
  const env = { HOST: "127.0.0.1", MY_VENDOR_URL: server.url.origin, MY_VENDOR_TOKEN: TOKEN };
  await using ramz = await startRamz({ ...env, RAMZ_PROVIDERS: "npm:acme-sms" }, project);
  const to = freshNumber();
  const sent = verificationIn(await ramz.api.post("/v1/verifications", { to }));
  expect(sent.attempts).toMatchObject([{ provider: "npm:acme-sms", outcome: "accepted" }]);
  const code = /Your code: (\d{6})/.exec(texts[0] ?? "")?.[1] ?? "";
  expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("200");
  expect(ramz.printed()).not.toContain(TOKEN);
});
