/** `ramz provider …` and `ramz doctor` with a provider from a package or a file: its tools and findings are shown as Kavenegar's are. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { withChain } from "../../../app/cli/narrow-config.ts";
import { openProvidersOnly } from "../../../app/cli/open-ramz.ts";
import { loadConfig } from "../../../app/config/load.ts";
import { emptyProject, projectWith } from "../../e2e/plugins/npm-tarball.ts";
import type { Env, Folder } from "../../support/process.ts";
import { DoctorReport, KEY, parsed, run, SECRET, TO, vendorWith } from "./support.ts";

const FINDING = '{ level: "warning", subject: "credit", detail: "12 Toman are left.", remedy: "Pay." }';

const plugin = (examine: string) => `
  import { Type } from "@sinclair/typebox";
  export default {
    api: 1, channels: ["sms"], secrets: ["key"], env: { key: "ACME_KEY" },
    options: Type.Object({ key: Type.String(), url: Type.String({ default: "none" }) }),
    create: ({ key, url }) => ({
      deliver: async () => ({ outcome: "accepted" }),
      examine: async () => { ${examine} },
      tools: {
        balance: { description: "What is left.", run: async () => ({ kind: "report", rows: [{ toman: 12, url }] }) },
        lines: {
          description: "The account's lines.",
          rows: [{ line: "3000", good: true }, { line: "10008663", good: false }],
          async run() { return { kind: "report", rows: this.rows }; },
        },
        refuses: { description: "Says no.", run: async () => ({ kind: "failed", finding: ${FINDING} }) },
        throws: { description: "Throws.", run() { throw new Error(\`no way to \${key}\`); } },
        hangs: { description: "Hangs.", run: () => new Promise((done) => setTimeout(done, 60_000)) },
        babbles: { description: "Babbles.", run: async () => [{ toman: 12 }] },
      },
    }),
  };`;

const PACKAGE = "npm:@acme/sms";
let project: Folder;
beforeAll(() => {
  project = projectWith({
    name: "@acme/sms",
    exports: "./provider.ts",
    files: { "provider.ts": plugin(`return [${FINDING}];`) },
  });
  project.write("mine.ts", plugin('return "fine";'));
  project.write(
    "ramz.toml",
    `providers = ["${PACKAGE}", "./mine.ts"]\n[provider."${PACKAGE}"]\nurl = "https://acme.example"`,
  );
});
afterAll(() => project[Symbol.dispose]());

const env: Env = { RAMZ_CONFIG: "ramz.toml", RAMZ_SECRET: SECRET, ACME_KEY: KEY };
const provider = (args: readonly string[], further: Env = {}) =>
  run(["provider", ...args], { ...env, ...further }, project);

describe("ramz provider", () => {
  test("lists the tools of the chain, or of one provider, each with its command", async () => {
    const [all, one] = await Promise.all([provider([]), provider([PACKAGE])]);
    for (const { code, out, err } of [all, one]) {
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(/^ramz provider npm:@acme\/sms balance +What is left\.$/m);
    }
    expect(all.out).toContain("ramz provider ./mine.ts balance");
    expect(one.out).not.toContain("./mine.ts");
    const json: unknown = JSON.parse((await provider(["--json"])).out);
    expect(json).toContainEqual({ provider: PACKAGE, tool: "balance", description: "What is left." });
  });

  test("says so when there are no tools", async () => {
    const ran = await provider(["console"]);
    expect(ran).toEqual({ code: 0, out: "console: no tools.\n", err: "" });
  });

  test("is shown by --help", async () => {
    expect((await run(["--help"])).out).toContain("provider [options] [name] [tool]");
    expect((await run(["provider", "--help"])).out).toContain("npm:acme-sms");
  });

  test("runs a tool with the provider's options, as text and as JSON", async () => {
    const text = await provider([PACKAGE, "balance"]);
    expect(text).toEqual({ code: 0, out: "toman  12\nurl    https://acme.example\n", err: "" });
    const json = await provider([PACKAGE, "lines", "--json"]);
    expect(JSON.parse(json.out)).toEqual([
      { line: "3000", good: true },
      { line: "10008663", good: false },
    ]);
  });

  test("runs a tool of a file, whether it is in the chain or not", async () => {
    for (const further of [{}, { RAMZ_PROVIDERS: "console", RAMZ_CONFIG: "" }]) {
      const { code, out } = await provider(["./mine.ts", "balance"], further);
      expect([code, out]).toEqual([0, "toman  12\nurl    none\n"]);
    }
  });

  test.each([
    ["an error, without its secret", "throws", "It threw an error: no way to ***."],
    ["a tool that hangs", "hangs", "It did not answer in time."],
    ["an invalid answer", "babbles", "It threw an error: its answer is not a report of rows."],
  ])("reports %s as a finding", async (_, tool, detail) => {
    const { config } = loadConfig({ RAMZ_SECRET: SECRET });
    const opened = await openProvidersOnly(withChain(config, [join(project.path, "mine.ts")]), env);
    if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
    const report = await opened.ramz.providers[0]?.tools[tool]?.run(Date.now() + 50);
    expect(report).toMatchObject({ kind: "failed", finding: { level: "problem", subject: tool, detail } });
    await opened.ramz.close();
  });

  test.each([
    ["a refusal", ["refuses"], "12 Toman are left. Pay.\n"],
    [
      "a tool that it does not have",
      ["toString"],
      'npm:@acme/sms has no tool "toString". Its tools: balance, lines,',
    ],
  ])("ends with 1 on %s", async (_, args, says) => {
    const ran = await provider([PACKAGE, ...args]);
    expect([ran.code, ran.out]).toEqual([1, ""]);
    expect(ran.err).toContain(says);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test("prints a refusal as JSON, too", async () => {
    const ran = await provider([PACKAGE, "refuses", "--json"]);
    expect(JSON.parse(ran.out)).toMatchObject({ subject: "credit", remedy: "Pay." });
    expect(ran.code).toBe(1);
  });

  test("ends with 1 when there is no such provider, or when an option is missing", async () => {
    expect(await provider(["nonesuch"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Built in:"),
    });
    const lacking = await provider([PACKAGE, "balance"], { ACME_KEY: "" });
    expect(lacking).toMatchObject({
      code: 1,
      err: expect.stringContaining("is missing. Set ACME_KEY, or key in"),
    });
  });

  test("is the same as ramz kavenegar for Kavenegar, even if the file has options of other providers", async () => {
    await using vendor = await vendorWith();
    const both = { ...vendor.env, RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: PACKAGE, ACME_KEY: KEY };
    const ways = [["kavenegar"], ["provider", "kavenegar"], ["provider", "kavenegar/verify"]];
    const [short, long, exact] = await Promise.all(
      ways.map((way) => run([...way, "account"], both, project)),
    );
    expect(short).toMatchObject({ code: 0, err: "" });
    expect(short?.out).toContain("credit_rial");
    expect([long, exact]).toEqual([short, short]);
  });
});

test("ramz send sends through one provider of several that have options in the file", async () => {
  const ran = await run(["send", "--to", TO, "--yes", "--provider", "./mine.ts"], env, project);
  expect([ran.code, ran.err]).toEqual([0, ""]);
  expect(ran.out).toContain("./mine.ts accepted the message.");
});

const doctor = async (where: Folder = project) => {
  const ran = await run(["doctor", "--json"], env, where);
  return { code: ran.code, findings: parsed(DoctorReport, ran).findings };
};

describe("ramz doctor", () => {
  test("shows the findings of a package, and that the examination of a file returned no findings", async () => {
    const { code, findings } = await doctor();
    expect(findings.filter(({ level }) => level !== "ok")).toMatchObject([
      { about: PACKAGE, level: "warning", subject: "credit", detail: "12 Toman are left.", remedy: "Pay." },
      {
        about: "./mine.ts",
        level: "problem",
        detail: "It threw an error: its answer is not a list of findings.",
      },
    ]);
    expect(code).toBe(1);
  });

  test("reports a package that is not installed", async () => {
    using folder = emptyProject();
    folder.write("ramz.toml", `providers = ["${PACKAGE}"]`);
    const { code, findings } = await doctor(folder);
    expect(findings).toContainEqual(
      expect.objectContaining({ detail: expect.stringContaining('"@acme/sms" is not installed') }),
    );
    expect(code).toBe(1);
  });
});
