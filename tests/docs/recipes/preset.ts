/** A recipe that comes with Ramz, and the few forms in which its page says things. */
import type { ProviderPlugin } from "../../../adapters/providers/_kit/plugin.ts";
import type { Recipe, RecipeOption } from "../../../adapters/providers/http/_recipe/format.ts";
import { loadRecipe, presetNames } from "../../../adapters/providers/http/_recipe/load-recipe.ts";
import { ROOT } from "../pages.ts";

export interface Preset {
  readonly name: string;
  readonly recipe: Recipe;
  readonly plugin: ProviderPlugin;
}

export function presetNamed(name: string): Preset {
  const loaded = loadRecipe(`http/${name}`, ROOT);
  if (loaded.kind === "failed") throw new Error(loaded.cause);
  return { name, recipe: loaded.recipe, plugin: loaded.plugin };
}

export const presets = (): readonly Preset[] => presetNames().map(presetNamed);

export function isRequired({ default: fallback, optional }: RecipeOption): boolean {
  return fallback === undefined && optional !== true;
}

/** A heading with its paragraphs. */
export function section(heading: string, ...paragraphs: readonly string[]): string {
  return [`## ${heading}`, ...paragraphs.filter((one) => one !== "")].join("\n\n");
}

/** The sentences of one paragraph, a line each. */
export function sentences(...all: readonly string[]): string {
  return all.filter((one) => one !== "").join("\n");
}

export function block(language: string, lines: readonly string[]): string {
  return ["```" + language, ...lines, "```"].join("\n");
}
