import { describe, expect, test } from "bun:test";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import { ConfigSchema, settingsOf } from "../../app/config/schema.ts";
import { PROBLEMS } from "../../app/http/problems/catalogue.ts";
import { CHAIN_HINTS } from "../../app/http/problems/reasons.ts";
import { generatedPages, upToDate } from "./generate.ts";
import { ROOT, textOf } from "./pages.ts";

test.each(generatedPages())(
  "%s says what the code says (if not: bun tests/docs/generate.ts)",
  async (page) => {
    expect(await upToDate(page)).toBe(textOf(page));
  },
);

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
