/** The code on the page about writing a provider carries a code to a vendor, and passes the contract. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, ROOT } from "../../docs/pages.ts";
import { freshNumber, verificationIn, wordOf } from "../../support/http.ts";
import { projectWith } from "../plugins/npm-tarball.ts";
import { type Folder, runRamz, startRamz, tempFolder } from "../../support/process.ts";

const PAGE = "docs/how-to/write-a-provider.md";
const blocks = (wanted: string) =>
  blocksOf(PAGE).flatMap(({ language, text }) => (language === wanted ? [text] : []));
const [provider = "", vendorFile = "", contract = "", further = ""] = blocks("ts");
const [manifest = ""] = blocks("json");

/** A folder like the clone, with the page's files in it. */
function cloneWith(files: Readonly<Record<string, string>>): Folder {
  const folder = tempFolder();
  for (const part of ["adapters", "domain", "tests", "package.json"])
    symlinkSync(join(ROOT, part), join(folder.path, part));
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}

test("the page's provider has fewer than forty lines", () => {
  expect(provider.trimEnd().split("\n").length).toBeLessThan(40);
});

test("the page's provider carries a code, and the chain reads its refusals correctly", async () => {
  const seen: { authorization: string | null; body: unknown }[] = [];
  let status = 201;
  using vendor = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      seen.push({ authorization: request.headers.get("authorization"), body: await request.json() });
      return new Response("", { status });
    },
  });
  using folder = cloneWith({ "my-provider.ts": provider });
  await using ramz = await startRamz(
    {
      RAMZ_PROVIDERS: "./my-provider.ts",
      HOST: "127.0.0.1",
      MY_VENDOR_URL: vendor.url.origin,
      MY_VENDOR_TOKEN: "hunter2hunter2",
    },
    folder,
  );
  const to = freshNumber();
  expect((await ramz.api.post("/v1/verifications", { to })).status).toBe(201);
  expect(seen).toMatchObject([{ authorization: "Bearer hunter2hunter2", body: { to } }]);
  const code = /\d{6}/.exec(JSON.stringify(seen[0]?.body).replace(to, ""))?.[0] ?? "";
  expect(wordOf(await ramz.api.post("/v1/checks", { to, code }))).toBe("200");

  status = 500;
  const unclear = verificationIn(await ramz.api.post("/v1/verifications", { to: freshNumber() }));
  expect(unclear.attempts).toMatchObject([
    { outcome: "unknown", reason: "answer_unclear", vendor_code: "500" },
  ]);
  status = 402;
  const refused = await ramz.api.post("/v1/verifications", { to: freshNumber() });
  expect(wordOf(refused)).toBe("502 delivery_failed");
  expect(refused.text).toContain("Top up at the vendor's panel.");
  expect(ramz.printed()).not.toContain("hunter2hunter2");
});

test("the page's test runs the contract against the page's vendor, and the page's provider passes", async () => {
  using folder = cloneWith({
    "my-provider.ts": provider,
    "my-vendor.ts": vendorFile,
    "my-provider.test.ts": contract,
  });
  const child = Bun.spawn([process.execPath, "test", "./my-provider.test.ts"], {
    cwd: folder.path,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, exitCode] = await Promise.all([child.stderr.text(), child.exited]);
  expect(exitCode === 0 ? "" : output).toBe("");
  expect(Number(/^\s*(\d+) pass$/m.exec(output)?.[1])).toBeGreaterThan(5);
});

const SET = { MY_VENDOR_URL: "http://127.0.0.1:1", MY_VENDOR_TOKEN: "hunter2hunter2" };

test("the page's bare object is a provider in a package", async () => {
  const Manifest = Type.Object({ name: Type.String(), exports: Type.String() });
  const { name, exports } = Value.Parse(Manifest, JSON.parse(manifest));
  const bare = provider.replace(/^import .*ramz.provider.*$/m, "").replace("defineProvider(", "(");
  using folder = projectWith({ name, exports, files: { [exports]: bare } });
  const ran = await runRamz(["config"], { ...SET, RAMZ_PROVIDERS: `npm:${name}` }, folder);
  expect([ran.code, ran.err]).toEqual([0, ""]);
});

test("ramz provider and ramz doctor show what the page adds", async () => {
  using folder = cloneWith({
    "my-provider.ts": provider.replace(/^ *account: .*$/m, (line) => `${line}\n${further}`),
  });
  const env = { ...SET, RAMZ_PROVIDERS: "./my-provider.ts" };
  const tool = await runRamz(["provider", "./my-provider.ts", "balance"], env, folder);
  expect(tool).toEqual({ code: 0, out: "messages  1200\n", err: "" });
  expect((await runRamz(["doctor"], env, folder)).out).toMatch(/ok +credit +1,200 messages are left\./);
});
