/** The page about recipes: its answers make the recipe that it begins with, its recipe loads and reads its examples as it says. */
import { expect, test } from "bun:test";
import { COMMON_PLACEHOLDERS } from "../../adapters/providers/http/_recipe/placeholders.ts";
import { classify } from "../../adapters/providers/http/_recipe/read-answer.ts";
import { readRecipe } from "../../adapters/providers/http/_recipe/read-recipe.ts";
import { skeletonOf } from "../../adapters/providers/http/_recipe/skeleton.ts";
import { sharedHint } from "../../adapters/providers/_kit/vendor-answer.ts";
import { RecipeSchema } from "../../adapters/providers/http/_recipe/format.ts";
import { blocksOf, textOf } from "./pages.ts";

const PAGE = "docs/how-to/write-a-recipe.md";
const block = (wanted: string) => blocksOf(PAGE).find(({ language }) => language === wanted)?.text ?? "";

function recipeIn(toml: string) {
  const read = readRecipe(toml);
  if (read.kind === "problems") throw new Error(read.problems.join("\n"));
  return read.recipe;
}

test("its six answers make the file that its recipe completes", () => {
  const made = skeletonOf(block("text").trim().split("\n"));
  if (made.kind === "problems") throw new Error(made.problems.join("\n"));
  expect(made.fileName).toBe("acme-sms.toml");
  const { title, options, send, accept } = recipeIn(block("toml"));
  expect(recipeIn(made.toml)).toMatchObject({ title, options, send, accept });
});

test("its recipe reads its examples as they say, and explains each reason", () => {
  const recipe = recipeIn(block("toml"));
  const examples = recipe.example ?? [];
  const read = examples.map(({ http, body = "" }) =>
    classify(recipe, { status: http, headers: {}, text: body, truncated: false }),
  );
  expect(read.map(({ meaning }): string => meaning.class)).toEqual(examples.map((one) => one.class));
  const reasons = Object.values(recipe.faults.codes ?? {}).map((meaning) => meaning.split(" ")[1] ?? "");
  expect(reasons.filter((reason) => (recipe.hints?.[reason] ?? sharedHint(reason)) === null)).toEqual([]);
});

test("it names every placeholder and every table of the format", () => {
  const page = textOf(PAGE);
  for (const placeholder of COMMON_PLACEHOLDERS) expect(page).toContain(`\`{${placeholder}}\``);
  const tables = ["options", "send", "accept", "faults", "hints", "examine", "receipt", "feedback"];
  expect(Object.keys(RecipeSchema.properties)).toEqual(expect.arrayContaining(tables));
  for (const table of tables) expect(page).toContain(`\`[${table}]\``);
});
