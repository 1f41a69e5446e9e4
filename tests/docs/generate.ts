/**
 * The parts of the docs that come from the code. `bun tests/docs/generate.ts` writes them between their markers; a test says when
 * they are out of date.
 */
import type { TSchema } from "@sinclair/typebox";
import { Glob } from "bun";
import { existsSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { meaningsTable } from "../../adapters/providers/_kit/docs-table.ts";
import { builtInNames, loadProvider } from "../../adapters/providers/_kit/load.ts";
import type { ProviderPlugin } from "../../adapters/providers/_kit/plugin.ts";
import { SHARED_REASONS } from "../../adapters/providers/_kit/shared-reasons.ts";
import { TRANSPORT_MEANINGS } from "../../adapters/providers/_kit/transport-failure.ts";
import { CODES as GHASEDAK_CODES } from "../../adapters/providers/ghasedak/_api/codes.ts";
import { FAULTS as IPPANEL_FAULTS } from "../../adapters/providers/ippanel/_api/faults.ts";
import { CODES as SMSIR_CODES } from "../../adapters/providers/smsir/_api/codes.ts";
import { presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { fileVariableOf } from "../../app/config/mounted-secrets.ts";
import { ConfigSchema, settingsOf } from "../../app/config/schema.ts";
import { isMountable } from "../../app/config/setting.ts";
import { wordsOf } from "../../app/config/schema-errors.ts";
import { PROBLEMS } from "../../app/http/problems/catalogue.ts";
import { firstSentenceOf, pages, ROOT, textOf, titleOf } from "./pages.ts";
import { programs } from "./programs.ts";
import { recipeIndex } from "./recipes/recipe-index.ts";
import { recipePage } from "./recipes/recipe-page.ts";
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

function settingsTable(): string {
  const rows = settingsOf(ConfigSchema).map(({ path, schema, notes }) => [
    variables(notes.env, isMountable(notes)),
    code(path.join(".")),
    shownDefault(schema),
    allowed(schema),
    notes.description,
  ]);
  return table(["Variable", "In the file", "Default", "Allowed", "Meaning"], rows);
}

/** A secret has a second variable, for the file that it is mounted as. */
function variables(variable: string, isMounted: boolean): string {
  return isMounted ? `${code(variable)}, ${code(fileVariableOf(variable))}` : code(variable);
}

function shownDefault(schema: TSchema): string {
  const value: unknown = schema.default;
  if (value === undefined) return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : code(value.join(","));
  return code(typeof value === "string" ? value : JSON.stringify(value));
}

function allowed(schema: TSchema): string {
  const words = wordsOf(schema);
  if (words.length > 0) return words.map(code).join(", ");
  switch (schema["type"]) {
    case "integer":
      return `${schema["minimum"]} to ${schema["maximum"]}`;
    case "boolean":
      return "true, false";
    case "array":
      return "a list";
    default:
      return "text";
  }
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

async function builtIns(): Promise<readonly (readonly [string, ProviderPlugin])[]> {
  return Promise.all(
    builtInNames().map(async (name) => {
      const loaded = await loadProvider(name, ROOT);
      if (loaded.kind === "failed") throw new Error(loaded.problem);
      return [name, loaded.plugin] as const;
    }),
  );
}

function sharedReasons(): string {
  const rows = Object.entries(SHARED_REASONS).map(([reason, { means, remedy }]) => [
    code(reason),
    means.en,
    remedy.en,
    means.fa,
    remedy.fa,
  ]);
  return table(["Reason", "What it means", "What to do", "معنا", "چاره"], rows);
}

async function providersTable(): Promise<string> {
  const rows = (await builtIns()).map(([name, plugin]) => [
    code(name),
    plugin.channels.map(code).join(", "),
    plugin.developmentOnly === true ? "no" : "yes",
  ]);
  return table(["Provider", "Channels", "In production"], rows);
}

async function providerOptions(): Promise<string> {
  const rows = (await builtIns()).flatMap(([name, plugin]) => {
    const properties: Readonly<Record<string, TSchema>> = plugin.options.properties;
    return Object.entries(properties).map(([option, schema]) => {
      const variable = plugin.env?.[option];
      const required = plugin.options.required?.includes(option) === true && schema.default === undefined;
      return [
        code(name),
        code(option),
        variable === undefined ? "" : variables(variable, plugin.secrets?.includes(option) === true),
        required ? "required" : shownDefault(schema),
        describe(schema) + (plugin.secrets?.includes(option) === true ? " Shown as `***`." : ""),
      ];
    });
  });
  return table(["Provider", "Option", "Variable", "Default", "Meaning"], rows);
}

/** A table of options is described by its members. */
function describe(schema: TSchema): string {
  if (schema.description !== undefined) return schema.description;
  const properties: Readonly<Record<string, TSchema>> = schema["properties"] ?? {};
  return Object.entries(properties)
    .map(([name, inner]) => `${code(name)}: ${inner.description ?? ""}`)
    .join(" ");
}

/** Links to the pages of a folder, each with its first sentence. The page that holds the list is not in it. */
function pageList(page: string, folder: string): string {
  const found = [...new Glob("*.md").scanSync(join(ROOT, folder))].sort();
  return found
    .map((file) => `${folder}/${file}`)
    .filter((other) => other !== page && basename(other) !== "README.md")
    .map((other) => `- [${titleOf(other)}](${relative(dirname(page), other)}): ${firstSentenceOf(other)}`)
    .join("\n");
}

if (import.meta.main) {
  for (const page of generatedPages()) {
    const text = await upToDate(page);
    if (existsSync(join(ROOT, page)) && text === textOf(page)) continue;
    writeFileSync(join(ROOT, page), text);
    console.log(`wrote ${page}`);
  }
}
