/** The settings narrowed to one command: other chains leave nothing behind that would stop it. */
import { expect, test } from "bun:test";
import { withApp, withChain } from "../../../app/cli/narrow-config.ts";
import { loadConfig } from "../../../app/config/load.ts";
import type { Config } from "../../../app/config/resolve.ts";
import { tempFolder } from "../../support/process.ts";

function configOf(toml: string): Config {
  using folder = tempFolder();
  folder.write("ramz.toml", toml);
  const { config, problems } = loadConfig({ RAMZ_CONFIG: `${folder.path}/ramz.toml` });
  expect(problems).toEqual([]);
  return config;
}

const CONFIG = configOf(`
  providers = ["console", "http/twilio@de"]
  [[chains]]
  purpose = "pay"
  providers = ["kavenegar/verify"]
  [provider."http/twilio"]
  from = "+4915112345678"
  [provider."http/twilio@de"]
  sid = "AC1"
  [provider.kavenegar]
  apiKey = "6b6579"
  [provider.misspelt]
  x = 1
`);

test("one provider alone is read without the chains and the tables of all others", () => {
  const narrowed = withChain(CONFIG, ["console"]);
  expect([narrowed.providers, narrowed.chains]).toEqual([["console"], []]);
  expect(narrowed.apps).toMatchObject([{ providers: ["console"], chains: [] }]);
  // A table that no chain reads is a mistake, and stays one.
  expect(Object.keys(narrowed.providerOptions)).toEqual(["misspelt"]);
});

test("an account of a recipe keeps the table that all its accounts share", () => {
  const narrowed = withChain(CONFIG, ["http/twilio@de"]);
  expect(Object.keys(narrowed.providerOptions)).toEqual(["http/twilio", "http/twilio@de", "misspelt"]);
});

test("an app through its own chains keeps them and their tables", () => {
  const [app] = CONFIG.apps;
  if (app === undefined) throw new Error("there is always an app");
  const narrowed = withApp(CONFIG, app);
  expect(narrowed.chains).toEqual([{ purpose: "pay", providers: ["kavenegar/verify"] }]);
  expect(Object.keys(narrowed.providerOptions)).toContain("kavenegar");
});
