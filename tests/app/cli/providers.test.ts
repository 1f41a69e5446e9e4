/** `ramz providers`: what there is, what each needs, and how it is. */
import { expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { builtInNames } from "../../../adapters/providers/_kit/load.ts";
import { presetNames } from "../../../adapters/providers/http/_recipe/load-recipe.ts";
import { tempFolder } from "../../support/process.ts";
import { parsed, run, vendorWith } from "./support.ts";

const Provider = Type.Object({
  name: Type.String(),
  origin: Type.String(),
  channels: Type.Array(Type.String()),
  caution: Type.Union([Type.String(), Type.Null()]),
  chains: Type.Array(Type.String()),
  health: Type.String(),
  problem: Type.Union([Type.String(), Type.Null()]),
  options: Type.Array(
    Type.Object({
      name: Type.String(),
      variable: Type.Union([Type.String(), Type.Null()]),
      required: Type.Boolean(),
      set: Type.Boolean(),
    }),
  ),
});

test("lists every provider, those in chains first, with what each needs and what is set", async () => {
  await using here = await vendorWith();
  using folder = tempFolder();
  folder.write("ramz.toml", '[[chains]]\npurpose = "pay"\nproviders = ["console"]');
  const env = { ...here.env, RAMZ_CONFIG: "ramz.toml" };
  const ran = await run(["providers", "--json"], env, folder);
  expect(ran.code).toBe(0);
  const rows = parsed(Type.Array(Provider), ran);
  const expected = [...builtInNames(), ...presetNames().map((name) => `http/${name}`)];
  expect(rows.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  expect(rows.slice(0, 3)).toMatchObject([
    { name: "kavenegar/verify", origin: "built-in", channels: ["sms"], chains: ["service"], health: "ok" },
    { name: "kavenegar/sms", chains: ["service"], health: "ok" },
    { name: "console", chains: ["service"], health: "unknown" },
  ]);
  const setOf = (name: string) =>
    rows
      .find((row) => row.name === name)
      ?.options.map(({ name: option, required, set }) => [option, required, set]);
  expect(setOf("kavenegar/sms")).toContainEqual(["apiKey", true, true]);
  expect(setOf("kavenegar/sms")).toContainEqual(["sender", false, true]);
  expect(setOf("kavenegar/verify")).toContainEqual(["template", false, false]);
  expect(setOf("http/infobip")).toContainEqual(["api_key", true, false]);
  const cautionOf = (name: string) => rows.find((row) => row.name === name)?.caution;
  expect(cautionOf("http/infobip")).toStartWith("Its codes are unverified");
  expect([cautionOf("http/twilio"), cautionOf("kavenegar/verify")]).toEqual([null, null]);
});

test("prints what is wrong with a provider, and asks none that is in no chain", async () => {
  await using here = await vendorWith();
  here.simulator.behave("*", { kind: "refuse", code: 403 });
  const { out, code } = await run(["providers"], { ...here.env, RAMZ_PROVIDERS: "kavenegar/sms" });
  expect(code).toBe(0);
  expect(out).toMatch(
    /^kavenegar\/sms: sms; built in, in a chain of service\n +needs +KAVENEGAR_API_KEY \(set\)\n.*\n +health +problem: .*\(403\)/,
  );
  expect(out).toContain("kavenegar/verify: sms; built in, in no chain");
  expect(out).toContain("not known, because only providers in a chain are asked");
  expect(here.simulator.calls.length).toBeGreaterThan(0);
});

test("a provider is in its chain also while another one keeps the chain from being opened", async () => {
  using folder = tempFolder();
  folder.write("mine.toml", "api = 1\n");
  folder.write("ramz.toml", '[apps.shop]\nproviders = ["console", "http/./mine.toml"]\n[apps.other]\n');
  const { out, err } = await run(
    ["providers"],
    { RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: "console" },
    folder,
  );
  expect(out).toContain("console: sms, call, messenger; built in, in a chain of shop, service\n");
  expect(out).toContain("health  not known, because its chain could not be opened");
  expect(err).toContain('apps.shop: provider "http/./mine.toml": ');
  expect(out + err).not.toContain("..\n");
});

test("lists them as well while options are missing, says what is missing, and ends with 1", async () => {
  const env = { RAMZ_PROVIDERS: "kavenegar/verify,./nowhere.ts", KAVENEGAR_API_KEY: "" };
  const { out, err, code } = await run(["providers"], env);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^kavenegar\/verify: sms; built in, in a chain of service\n +needs +KAVENEGAR_API_KEY \(missing\)\n.*\n +health +not known, because it could not be opened: option "apiKey" is missing\. Set KAVENEGAR_API_KEY/m,
  );
  expect(out).toMatch(/^\.\/nowhere\.ts: your own\n +problem provider ".\/nowhere.ts": there is no file/m);
  expect(err).toContain('provider "kavenegar/verify", option "apiKey" is missing.');
});
