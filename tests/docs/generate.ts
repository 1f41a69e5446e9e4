/**
 * The parts of the docs that come from the code, and the blocks of Persian pages, which come from the English ones.
 * `bun tests/docs/generate.ts` writes them; a test says when they are out of date.
 */
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { meaningsTable } from "../../adapters/providers/_kit/docs-table.ts";
import { TRANSPORT_MEANINGS } from "../../adapters/providers/_kit/transport-failure.ts";
import { CODES as GHASEDAK_CODES } from "../../adapters/providers/ghasedak/_api/codes.ts";
import { presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { FAULTS as IPPANEL_FAULTS } from "../../adapters/providers/ippanel/_api/faults.ts";
import { CODES as SMSIR_CODES } from "../../adapters/providers/smsir/_api/codes.ts";
import { PROBLEMS } from "../../app/http/problems/catalogue.ts";
import { pageList } from "./page-list.ts";
import { pages, ROOT, textOf } from "./pages.ts";
import { ENGLISH_OF, withEnglishBlocks } from "./persian.ts";
import { programs } from "./programs.ts";
import { providerOptions, providersTable, sharedReasons } from "./provider-tables.ts";
import { recipeIndex } from "./recipes/recipe-index.ts";
import { recipePage } from "./recipes/recipe-page.ts";
import { settingsTable } from "./settings-table.ts";
import { code, table } from "./table.ts";

/** The content between the markers, by the name in the opening one. */
const PARTS: Readonly<Record<string, (page: string) => Promise<string>>> = {
  settings: async () => settingsTable(),
  problems: async () => problemsTable(),
  providers: providersTable,
  "provider-options": providerOptions,
  recipe: async (page) => recipePage(basename(page, ".md")),
  recipes: async () => recipeIndex(),
  "recipe-names": async () =>
    presetNames()
      .map((name) => `[\`${name}\`](recipes/${name}.md)`)
      .join(", ") + ".",
  "recipe-pages": async (page) => pageList(page, RECIPE_PAGES),
  "provider-pages": async (page) => pageList(page, "docs/reference/providers"),
  tutorials: async (page) => pageList(page, "docs/tutorials"),
  "how-to": async (page) => pageList(page, "docs/how-to"),
  reference: async (page) => pageList(page, "docs/reference"),
  explanation: async (page) => pageList(page, "docs/explanation"),
  decisions: async (page) => pageList(page, "docs/explanation/decisions"),
  "ghasedak-codes": async () => meaningsTable("Code", GHASEDAK_CODES),
  "ippanel-reasons": async () => meaningsTable(null, IPPANEL_FAULTS),
  "smsir-codes": async () => meaningsTable("Code", SMSIR_CODES),
  "transport-reasons": async () => meaningsTable(null, TRANSPORT_MEANINGS),
  "shared-reasons": async () => sharedReasons(),
  ...programs(),
};

const RECIPE_PAGES = "docs/reference/recipes";

/** Pages with marked parts, and first the page of each recipe, which is one marked part. Lists on other pages take its first sentence. */
export function generatedPages(): readonly string[] {
  const ofRecipes = presetNames().map((name) => `${RECIPE_PAGES}/${name}.md`);
  const marked = pages().filter((page) => textOf(page).includes("<!-- generated: "));
  return [...new Set([...ofRecipes, ...marked])];
}

const NEW_RECIPE_PAGE = "<!-- generated: recipe -->\n<!-- /generated -->\n";

function present(page: string): string {
  return existsSync(join(ROOT, page)) ? textOf(page) : NEW_RECIPE_PAGE;
}

/** The page with its marked parts generated again, formatted like the rest of the repository. */
export async function upToDate(page: string): Promise<string> {
  let text = present(page);
  for (const [whole, name = ""] of text.matchAll(
    /<!-- generated: ([a-z0-9-]+) -->[\s\S]*?<!-- \/generated -->/g,
  )) {
    const part = PARTS[name];
    if (part === undefined) throw new Error(`${page}: there is no generated part "${name}"`);
    const made = `<!-- generated: ${name} -->\n\n${await part(page)}\n\n<!-- /generated -->`;
    text = text.replace(whole, () => made);
  }
  return formatted(text);
}

function formatted(text: string): string {
  const { stdout, success } = Bun.spawnSync(
    [process.execPath, "fmt", "--no-script", "--stdin-filepath=page.md"],
    { stdin: Buffer.from(text), cwd: ROOT },
  );
  if (!success) throw new Error("bun fmt failed");
  return stdout.toString();
}

function problemsTable(): string {
  const byStatus = Object.entries(PROBLEMS).sort(([, a], [, b]) => a.status - b.status);
  const rows = byStatus.map(([name, { status, title, detail }]) => [
    String(status),
    code(name),
    title.en,
    detail.en,
  ]);
  return table(["Status", "`code`", "`title`", "`detail`"], rows);
}

function write(page: string, text: string): void {
  if (existsSync(join(ROOT, page)) && text === textOf(page)) return;
  writeFileSync(join(ROOT, page), text);
  console.log(`wrote ${page}`);
}

if (import.meta.main) {
  for (const page of generatedPages()) write(page, await upToDate(page));
  for (const page of Object.keys(ENGLISH_OF)) write(page, withEnglishBlocks(page));
}
