/** Providers named `npm:…`, from packed and installed packages: they carry codes, or the start says why they cannot. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { freshNumber, verificationIn, wordOf } from "../../support/http.ts";
import { type Env, type Folder, runRamz, startRamz } from "../../support/process.ts";
import { emptyProject, projectWith } from "./npm-tarball.ts";
import { codeHandedTo, handed, pluginFile, problemsOpening } from "./plugin-files.ts";

const CARRIES = 'return { outcome: "accepted", messageId: "m-1" };';
const OPTIONS =
  "Type.Object({ url: Type.String(), token: Type.String(), tries: Type.Integer({ default: 2 }) })";
const WITH_OPTIONS = pluginFile(CARRIES, OPTIONS, 'env: { token: "ACME_TOKEN" }, secrets: ["token"],');
const TOKEN = "hunter2hunter2";

const PACKAGES = [
  {
    name: "courier",
    exports: "./dist/provider.cjs",
    // As a compiler writes it.
    files: {
      "dist/provider.cjs": `"use strict";
        Object.defineProperty(exports, "__esModule", { value: true });
        const { Type } = require("@sinclair/typebox");
        const { appendFileSync } = require("node:fs");
        exports.default = { api: 1, channels: ["sms"], options: Type.Object({}), create: () => ({
          async deliver(message) {
            appendFileSync("./handed.jsonl", JSON.stringify(message) + "\\n");
            ${CARRIES}
          },
        }) };`,
    },
  },
  {
    name: "@acme/sms",
    exports: { ".": "./provider.ts", "./by/voice": "./parts/voice.ts" },
    files: {
      "provider.ts": WITH_OPTIONS,
      "parts/voice.ts": pluginFile(CARRIES, "Type.Object({ url: Type.String() })").replace('"sms"', '"call"'),
      "inner.ts": WITH_OPTIONS,
    },
  },
  {
    name: "acme-newer",
    exports: "./a.ts",
    files: { "a.ts": pluginFile(CARRIES).replace("api: 1", "api: 2") },
  },
  { name: "acme-unsaid", exports: "./a.ts", files: { "a.ts": "export default { deliver() {} };" } },
  { name: "acme-nothing", exports: "./a.ts", files: { "a.ts": "export const provider = 1;" } },
  { name: "acme-nonsense", exports: "./a.ts", files: { "a.ts": "export default () => 'sms';" } },
  {
    name: "acme-broken",
    exports: "./a.ts",
    files: { "a.ts": `import ${JSON.stringify("acme-forgotten")}; export default {};` },
  },
] as const;

let project: Folder;
beforeAll(() => {
  project = projectWith(...PACKAGES);
});
afterAll(() => project[Symbol.dispose]());

const serving = (env: Env) => startRamz({ HOST: "127.0.0.1", ...env }, project);

describe("a provider that is an installed package", () => {
  test("carries a code", async () => {
    await using ramz = await serving({ RAMZ_PROVIDERS: "npm:courier" });
    const to = freshNumber();
    const sent = verificationIn(await ramz.api.post("/v1/verifications", { to }));
    expect(sent.attempts).toMatchObject([
      { provider: "npm:courier", outcome: "accepted", message_id: "m-1" },
    ]);
    expect(wordOf(await ramz.api.post("/v1/checks", { to, code: codeHandedTo(project, to) }))).toBe("200");
  });

  test("may have a scope and a part, and takes options from the file and the environment", async () => {
    project.write(
      "ramz.toml",
      `providers = ["npm:@acme/sms", "npm:@acme/sms/by/voice"]
       [provider."npm:@acme/sms"]
       url = "https://acme.example"
       token = "from the file"
       tries = 3`,
    );
    await using ramz = await serving({ RAMZ_CONFIG: "ramz.toml", ACME_TOKEN: TOKEN });
    for (const [channel, provider] of [
      ["sms", "npm:@acme/sms"],
      ["call", "npm:@acme/sms/by/voice"],
    ] as const) {
      const to = freshNumber();
      const sent = verificationIn(await ramz.api.post("/v1/verifications", { to, channel }));
      expect(sent.attempts).toMatchObject([{ provider, outcome: "accepted" }]);
      expect(wordOf(await ramz.api.post("/v1/checks", { to, code: codeHandedTo(project, to) }))).toBe("200");
    }
    // A part reads the package's table, of that the options it has.
    expect(handed(project).slice(-2)).toMatchObject([
      { options: { url: "https://acme.example", token: TOKEN, tries: 3 } },
      { options: { url: "https://acme.example" } },
    ]);
    expect(ramz.printed()).not.toContain(TOKEN);
  });

  test("is also found from a folder inside the project", async () => {
    const inside = { ...project, path: join(project.path, "deploy") };
    mkdirSync(inside.path);
    const { code, err } = await runRamz(["config"], { RAMZ_PROVIDERS: "npm:courier" }, inside);
    expect([code, err]).toEqual([0, ""]);
  });
});

describe("the start is refused with a sentence when", () => {
  test.each([
    ["a package has a newer contract", "npm:acme-newer", "made for provider API 2, this Ramz has 1"],
    [
      "it does not name its contract",
      "npm:acme-unsaid",
      'does not say which provider API it is made for. Write "api: 1"',
    ],
    ["it has no default export", "npm:acme-nothing", "no default export made with defineProvider"],
    [
      "its default export is not an object",
      "npm:acme-nonsense",
      "default export is a function, not a provider",
    ],
    ["one of its own dependencies is missing", "npm:acme-broken", "'acme-forgotten'"],
    ["it has no such part", "npm:@acme/sms/fax", 'exports no "./fax". Compare "exports" in its package.json'],
    ["the part is not exported", "npm:@acme/sms/inner.ts", 'exports no "./inner.ts"'],
    ["its name has no second half", "npm:@acme", "names no package"],
    ["it has a version", "npm:courier@1.0.0", 'Write "npm:name", "npm:@scope/name"'],
    ["its name leaves the folder", "npm:../mine.ts", "names no package"],
  ])("%s", async (_, name, says) => {
    const problems = await problemsOpening(name, project);
    expect(problems).toEqual([expect.stringContaining(`provider "${name}": `)]);
    expect(problems[0]).toContain(says);
    expect(problems[0]).not.toMatch(/\n\s+at /);
  });

  test("its options are wrong: every one is named, including the unknown one, and no secret is shown", async () => {
    project.write("wrong.toml", `[provider."npm:@acme/sms"]\ntokken = "${TOKEN}"\ntries = "many"`);
    const env = { RAMZ_PROVIDERS: "npm:@acme/sms", RAMZ_CONFIG: "wrong.toml", ACME_TOKEN: "" };
    const { code, err } = await runRamz(["serve"], env, project);
    expect(code).toBe(1);
    for (const words of [
      'there is no option "tokken". It has: url, token, tries.',
      'option "token" is missing. Set ACME_TOKEN, or token in [provider."npm:@acme/sms"]',
      'option "url" is missing. Set url in [provider."npm:@acme/sms"]',
      'option "tries" is "many"',
    ])
      expect(err).toContain(words);
    expect(err).not.toContain(TOKEN);
  });

  // Both Ramz and the registry have Elysia; Bun by itself would load it from either.
  test.each(["elysia", "ramz-provider-nonesuch"])("it is not installed there: %s", async (name) => {
    using empty = emptyProject();
    const { code, out, err } = await runRamz(["serve"], { RAMZ_PROVIDERS: `npm:${name}` }, empty);
    expect([code, out, err]).toEqual([1, "", expect.stringContaining(notInstalled(name, empty))]);
    const problems = await problemsOpening(`npm:${name}`, project);
    expect(problems).toEqual([expect.stringContaining(notInstalled(name, project))]);
  });
});

function notInstalled(name: string, { path }: Folder): string {
  return (
    `provider "npm:${name}": the package "${name}" is not installed: ` +
    `it is in no node_modules of ${realpathSync(path)} or of a folder above it. Install it there (bun add ${name})`
  );
}
