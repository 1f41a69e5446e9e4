import { describe, expect, test } from "bun:test";
import { presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import { ConfigSchema, settingsOf } from "../../app/config/schema.ts";
import { PROBLEMS } from "../../app/http/problems/catalogue.ts";
import { CHAIN_HINTS } from "../../app/service/attempt-hints.ts";
import { problemsOf } from "../app/config/examined.ts";
import { generatedPages, upToDate } from "./generate.ts";
import { blocksOf, pages, ROOT, textOf } from "./pages.ts";

test.each(generatedPages())(
  "%s says what the code says (if not: bun tests/docs/generate.ts)",
  async (page) => {
    expect(await upToDate(page)).toBe(textOf(page));
  },
);

describe("the pages of recipes", () => {
  test("are those of the recipes that come with Ramz", () => {
    const names = pages().flatMap((page) => /^docs\/reference\/recipes\/(.+)\.md$/.exec(page)?.[1] ?? []);
    expect(names).toEqual([...presetNames()]);
  });

  test.each([...presetNames()])("switch http/%s on with the settings they show", async (name) => {
    const [block] = blocksOf(`docs/reference/recipes/${name}.md`).filter(
      ({ language }) => language === "bash",
    );
    const settings = (block?.text.trim().split("\n") ?? []).map((line) => line.split("=", 2));
    const env: Readonly<Record<string, string>> = Object.fromEntries(settings);
    expect(env["RAMZ_PROVIDERS"]).toBe(`http/${name}`);
    expect(await problemsOf(env)).toEqual([]);
  });
});

describe("the configuration reference", () => {
  const page = textOf("docs/reference/configuration.md");

  test.each(settingsOf(ConfigSchema).map(({ notes }) => notes.env))("has %s", (variable) => {
    expect(page).toContain(`\`${variable}\``);
  });

  test("has the variables that are no settings of the schema", () => {
    for (const variable of ["RAMZ_CONFIG", "NODE_ENV"]) expect(page).toContain(`\`${variable}\``);
  });

  test("has every variable of every built-in provider", async () => {
    for (const name of builtInNames()) {
      const loaded = await loadProvider(name, ROOT);
      const variables = loaded.kind === "loaded" ? Object.values(loaded.plugin.env ?? {}) : [loaded.problem];
      for (const variable of variables) expect(page).toContain(`\`${variable}\``);
    }
  });
});

test("the HTTP reference has every problem code with its status", () => {
  const page = textOf("docs/reference/http-api.md");
  for (const [code, { status }] of Object.entries(PROBLEMS)) {
    expect(page).toMatch(new RegExp(`^\\| ${status} +\\| \`${code}\` `, "m"));
  }
});

test("the HTTP reference has every reason the chain itself gives", () => {
  const page = textOf("docs/reference/http-api.md");
  for (const reason of Object.keys(CHAIN_HINTS)) expect(page).toContain(`| \`${reason}\` `);
});
