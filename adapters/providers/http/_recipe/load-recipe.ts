/** Finds the recipe that a provider's name means: `http/melipayamak`, `http/./our-vendor.toml`, each with `@label` for a further account. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ProviderPlugin } from "../../_kit/plugin.ts";
import type { Recipe } from "./format.ts";
import { readRecipe } from "./read-recipe.ts";
import { recipeProvider } from "./recipe-provider.ts";

/** Names of providers that are recipes begin with it. */
export const RECIPE_PREFIX = "http/";

const PRESETS = join(import.meta.dir, "..", "_presets");

export type LoadedRecipe =
  | { readonly kind: "loaded"; readonly plugin: ProviderPlugin; readonly recipe: Recipe }
  /** `cause` names the file, the line and the remedy. */
  | { readonly kind: "failed"; readonly cause: string };

/** The recipes that come with Ramz, by name. */
export function presetNames(): readonly string[] {
  return readdirSync(PRESETS)
    .filter((file) => file.endsWith(".toml"))
    .map((file) => basename(file, ".toml"))
    .sort();
}

/** Loads the recipe of a provider's name. `baseDir` is where `./file.toml` is looked for. */
export function loadRecipe(name: string, baseDir: string): LoadedRecipe {
  const [place = "", label, ...more] = name.slice(RECIPE_PREFIX.length).split("@");
  if (more.length > 0 || label === "")
    return failed(`"@" stands before the label of an account, once: ${RECIPE_PREFIX}twilio@de`);
  const isFile = /^\.{0,2}\//.test(place);
  if (!isFile && !presetNames().includes(place)) return failed(unknownPreset(place));
  const path = isFile ? resolve(baseDir, place) : join(PRESETS, `${place}.toml`);
  const toml = textOf(path);
  if (toml === null)
    return failed(`there is no file ${path}; a path begins at the working directory, ${baseDir}`);
  const read = readRecipe(toml);
  if (read.kind === "problems") return failed(`recipe ${isFile ? path : place}: ${read.problems.join(" ")}`);
  const inVariables = [basename(place, ".toml"), label].filter((part) => part !== undefined).join("_");
  return { kind: "loaded", plugin: recipeProvider(read.recipe, inVariables), recipe: read.recipe };
}

/** Recipes of an earlier version that are providers of their own now. */
const BUILT_IN: Readonly<Record<string, string>> = {
  ghasedak: "ghasedak/otp",
  ippanel: "ippanel/pattern",
  smsir: "smsir/verify",
};

function unknownPreset(place: string): string {
  if (Object.hasOwn(BUILT_IN, place))
    return `it is built in now: write ${BUILT_IN[place]} in RAMZ_PROVIDERS; its options are in docs/reference/providers/${BUILT_IN[place]?.replace("/", "-")}.md`;
  const path = `${RECIPE_PREFIX}./${place.replace(/\.toml$/, "")}.toml`;
  return `there is no recipe "${place}". Recipes that come with Ramz: ${presetNames().join(", ")}. A recipe of your own is written as a path, e.g. ${path}`;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function failed(cause: string): LoadedRecipe {
  return { kind: "failed", cause };
}
