/** A provider that cannot be used stops the start with a sentence that names it and the cause. One start shows that it does. */
import { describe, expect, test } from "bun:test";
import { runRamz, tempFolder } from "../../support/process.ts";
import { problemsOpening } from "./plugin-files.ts";

const plugin = (members: string) =>
  `import { Type } from "@sinclair/typebox"; export default { ${members} };`;
const creating = (create: string) =>
  plugin(`api: 1, channels: ["sms"], options: Type.Object({}), create: ${create}`);
const create = "create: () => ({ deliver: async () => null })";

describe("the start is refused with a sentence when", () => {
  test.each([
    ["a provider's file is missing", "./missing.ts", "", "missing.ts. Paths start at the working directory"],
    ["its file throws", "./bad.ts", "\nthrow new Error('on purpose');", /on purpose \(\S+bad\.ts:2:\d+\)/],
    [
      "its file has one syntax error",
      "./bad.ts",
      "export default {};\nconst a = ;",
      /does not load: Unexpected ; \(\S+bad\.ts:2:11\)/,
    ],
    [
      "its file has several syntax errors",
      "./bad.ts",
      "export default {\n  api: 1,,\n};",
      /does not load: .* \(\S+bad\.ts:2:10\), and 1 more/,
    ],
    ["its file imports a missing file", "./bad.ts", 'import "./gone.ts";', "Cannot find module './gone.ts'"],
    ["it has no default export", "./bad.ts", "export const x = 1;", "no default export"],
    [
      "it is for another API",
      "./bad.ts",
      plugin(`api: 2, channels: ["sms"], options: Type.Object({}), ${create}`),
      "API 2",
    ],
    [
      "it names no channels",
      "./bad.ts",
      plugin(`api: 1, channels: [], options: Type.Object({}), ${create}`),
      "channels",
    ],
    [
      "it names an unknown channel",
      "./bad.ts",
      plugin(`api: 1, channels: ["sms", "pigeon"], options: Type.Object({}), ${create}`),
      'it names the channel "pigeon", which is unknown. Channels are sms, call, messenger',
    ],
    [
      "it has no options schema",
      "./bad.ts",
      plugin(`api: 1, channels: ["sms"], ${create}`),
      "options schema",
    ],
    [
      "its options are no TypeBox schema",
      "./bad.ts",
      plugin(`api: 1, channels: ["sms"], options: { type: "object", properties: {} }, ${create}`),
      "options schema",
    ],
    [
      "its options are an empty object",
      "./bad.ts",
      plugin(`api: 1, channels: ["sms"], options: {}, ${create}`),
      "options schema",
    ],
    ["it has no create", "./bad.ts", plugin('api: 1, channels: ["sms"], options: Type.Object({})'), "create"],
    ["its create throws", "./bad.ts", creating("() => { throw new Error('no key file'); }"), "no key file"],
    [
      "its create returns nothing",
      "./bad.ts",
      creating("() => null"),
      "must return an object with a deliver function",
    ],
    [
      "its create returns an object without deliver",
      "./bad.ts",
      creating("() => ({ send() {} })"),
      "must return an object with a deliver function",
    ],
    [
      "its create returns a promise",
      "./bad.ts",
      creating("async () => ({ deliver: async () => null })"),
      "It may not be async.",
    ],
    [
      "its create returns an incomplete tool",
      "./bad.ts",
      creating("() => ({ deliver: async () => null, tools: { balance: { description: 'What is left.' } } })"),
      'its tool "balance" needs a description and a run function',
    ],
    [
      "it lacks an option",
      "./bad.ts",
      plugin(
        `api: 1, channels: ["sms"], env: { key: "MY_KEY" }, options: Type.Object({ key: Type.String({ description: "Ask the vendor." }) }), ${create}`,
      ),
      'option "key" is missing. Set MY_KEY, or key in [provider."./bad.ts"] of the configuration file. Ask the vendor.',
    ],
    [
      "it lacks an option without a variable",
      "./bad.ts",
      plugin(`api: 1, channels: ["sms"], options: Type.Object({ key: Type.String() }), ${create}`),
      'option "key" is missing. Set key in [provider."./bad.ts"] of the configuration file.',
    ],
    ["its package is not installed", "npm:ramz-provider-nonesuch", "", "ramz-provider-nonesuch"],
    ["its name is unknown", "nonesuch", "", "Built in: console"],
  ])("%s", async (_, name, text, says) => {
    using folder = tempFolder();
    if (text !== "") folder.write("bad.ts", text);
    const problems = await problemsOpening(name, folder);
    expect(problems).toEqual([expect.stringContaining(`provider "${name}"`)]);
    expect(problems[0]).toMatch(says);
    expect(problems[0]).not.toMatch(/\n\s+at /);
  });

  test("its create throws, and the sentence hides its secret", async () => {
    using folder = tempFolder();
    folder.write(
      "bad.ts",
      plugin(
        'api: 1, channels: ["sms"], secrets: ["key"], env: { key: "MY_KEY" }, options: Type.Object({ key: Type.String() }), ' +
          "create: ({ key }) => { throw new Error(`bad key ${key}`); }",
      ),
    );
    const env = { RAMZ_PROVIDERS: "./bad.ts", MY_KEY: "hunter2hunter2" };
    const { code, out, err } = await runRamz(["serve"], env, folder);
    const says = 'Ramz cannot start, one problem:\n  - provider "./bad.ts": bad key ***';
    expect([code, out, err]).toEqual([1, "", expect.stringContaining(says)]);
    expect(err).not.toContain("hunter2");
    expect(err).not.toMatch(/\n\s+at /);
  });
});
