/** Two accounts of one built-in vendor: each has options of its own, and each its own breaker and places. */
import { expect, test } from "bun:test";
import { loadProvider } from "../../../../adapters/providers/_kit/load.ts";
import { openProviders } from "../../../../adapters/providers/_kit/open-chain.ts";
import { createRedactor } from "../../../../domain/redaction.ts";
import { testHost } from "../support.ts";

const open = (
  names: readonly string[],
  tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  env: Readonly<Record<string, string>> = {},
) =>
  openProviders({
    names,
    tables,
    env,
    baseDir: "/",
    production: true,
    host: testHost(),
    redactor: createRedactor(),
  });

const NAMES = ["smsir/verify", "smsir/verify@second"];

test("the variables of a further account hold its label", async () => {
  const loaded = await loadProvider("smsir/verify@my-second", "/");
  expect(loaded.kind === "loaded" ? loaded.plugin.env : loaded.problem).toMatchObject({
    apiKey: "SMSIR_MY_SECOND_API_KEY",
    template: "SMSIR_MY_SECOND_TEMPLATE",
  });
});

test("two keys are two accounts, whether they come from variables or from tables", async () => {
  const env = { SMSIR_API_KEY: "one", SMSIR_SECOND_API_KEY: "two", SMSIR_SECOND_TEMPLATE: "7" };
  const fromEnv = await open(NAMES, { "smsir/verify": { template: 3 } }, env);
  const tables = {
    smsir: { apiKey: "one", template: 3 },
    "smsir/verify@second": { apiKey: "two" },
  };
  for (const opened of [fromEnv, await open(NAMES, tables)]) {
    if (opened.kind === "problems") throw new Error(opened.problems.join("\n"));
    const [first, second] = opened.chain;
    expect([first?.provider.name, second?.provider.name]).toEqual(NAMES);
    expect(second?.provider.account).not.toBe(first?.provider.account);
  }
  if (fromEnv.kind === "problems") throw new Error("no chain");
  expect(fromEnv.chain.map(({ options }) => options?.["template"])).toEqual([3, 7]);
});

test("what is missing is named with the variable of that account", async () => {
  const opened = await open(NAMES, { "smsir/verify": { template: 3 } }, { SMSIR_API_KEY: "one" });
  expect(opened.kind === "problems" ? opened.problems : []).toEqual([
    expect.stringContaining('Set SMSIR_SECOND_API_KEY, or apiKey in [provider."smsir/verify@second"]'),
  ]);
});

test.each(["smsir/verify@", "smsir/verify@a@b", "smsir/verify@a b", "nonesuch@second"])(
  "%s is no provider",
  async (name) => {
    const loaded = await loadProvider(name, "/");
    expect(loaded.kind === "failed" ? loaded.problem : "loaded").toContain("there is no such provider");
  },
);
