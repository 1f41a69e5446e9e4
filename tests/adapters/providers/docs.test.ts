/** The pages of the built-in providers name every option, and their examples start. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { openProviders } from "../../../adapters/providers/_kit/open-chain.ts";
import { loadProvider } from "../../../adapters/providers/_kit/load.ts";
import { createRedactor } from "../../../domain/redaction.ts";
import { BUILT_INS } from "./built-in/vendors.ts";
import { environment, NAMES } from "./kavenegar/support.ts";
import { testHost } from "./support.ts";

const Example = Type.Object({
  providers: Type.Array(Type.String()),
  provider: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
});

const pageOf = (name: string) =>
  readFileSync(
    new URL(`../../../docs/reference/providers/${name.replace("/", "-")}.md`, import.meta.url),
    "utf8",
  );

/** The variables of every vendor: an example may have providers of several. */
const ENV = Object.assign(
  { ...environment("https://api.kavenegar.com") },
  ...BUILT_INS.map(({ env }) => env("https://vendor.example")),
);

describe.each([...NAMES, ...BUILT_INS.map(({ name }) => name)])("the page of %s", (name) => {
  const page = pageOf(name);

  test("names every option and every variable", async () => {
    const loaded = await loadProvider(name, "/");
    if (loaded.kind === "failed") throw new Error(loaded.problem);
    const { options, env = {} } = loaded.plugin;
    for (const option of Object.keys(options.properties))
      expect(page).toMatch(new RegExp(`^\\| \`${option}[\`.]`, "m"));
    for (const variable of Object.values(env)) expect(page).toContain(`\`${variable}\``);
  });

  test("has an example that starts", async () => {
    const example = /^```toml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
    const { providers, provider } = Value.Parse(Example, Bun.TOML.parse(example));
    const opened = await openProviders({
      names: providers,
      tables: provider,
      env: ENV,
      baseDir: "/",
      production: true,
      host: testHost(),
      redactor: createRedactor(),
    });
    expect(opened.kind === "problems" ? opened.problems : providers).toEqual(providers);
    expect(providers).toContain(name);
  });
});
