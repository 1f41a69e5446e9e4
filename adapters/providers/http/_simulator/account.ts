/** The account that a simulated vendor of a recipe has: the value of each option, the variables that set them, and the vendor's hosts. */
import { tokenCall } from "../_recipe/access-token.ts";
import type { Call } from "../_recipe/format-calls.ts";
import type { Recipe, RecipeOption } from "../_recipe/format.ts";
import { laterCall } from "../_recipe/later-call.ts";
import { scalarText } from "../_recipe/paths.ts";
import type { Values } from "../_recipe/placeholders.ts";
import { optionVariables } from "../_recipe/recipe-options.ts";
import { compileUrl } from "../_recipe/render-call.ts";
import { type OptionValues, optionValues } from "../_recipe/values.ts";

export interface Account {
  /** The value of each option, as the recipe's placeholders see it. */
  readonly values: Values;
  /** The environment with which a provider uses this account and no other: it has every option, empty where the account has none. */
  readonly env: Readonly<Record<string, string>>;
}

/** The host of a recipe whose operator names it. The domain exists nowhere (RFC 6761 §6.4). */
const HOST = "vendor.invalid";

/** `key` is every secret of it; `name` stands in the names of its variables. Options that may be missing are missing. */
export function accountOf(recipe: Recipe, name: string, key: string): Account {
  const rules = Object.entries(recipe.options);
  const defaults = rules.map(([option, { default: fallback }]) => [option, fallback]);
  const own = rules
    .filter(([, { default: fallback, optional }]) => fallback === undefined && optional !== true)
    .map(([option, rule]) => [option, made(option, rule, key)] as const);
  const options: OptionValues = { ...Object.fromEntries(defaults), ...Object.fromEntries(own) };
  const variables = Object.entries(optionVariables(recipe, name));
  return {
    values: optionValues({ options, optionRules: recipe.options }),
    env: Object.fromEntries(
      variables.map(([option, variable]) => [variable, scalarText(options[option]) ?? ""]),
    ),
  };
}

function made(option: string, { secret, https, type }: RecipeOption, key: string): string {
  if (secret === true) return key;
  if (https === true) return HOST;
  if (type === "integer") return "7";
  return type === "boolean" ? "true" : `simulated-${option.replaceAll("_", "-")}`;
}

/** The calls of a recipe, by the names that orders to misbehave use. */
export function callsOf(recipe: Recipe): ReadonlyMap<string, Call> {
  const { send, examine, receipt, feedback } = recipe;
  const later = {
    credit: examine?.credit,
    template: examine?.template,
    status: receipt?.poll,
    approved: feedback?.approved,
    canceled: feedback?.canceled,
  };
  const others = Object.entries(later).flatMap(([name, call]): (readonly [string, Call])[] =>
    call === undefined ? [] : [[name, laterCall(recipe, call)]],
  );
  const { auth } = send;
  return new Map<string, Call>([
    ["send", send],
    ...(auth?.kind === "oauth" ? [["token", tokenCall(auth)] as const] : []),
    ...others,
  ]);
}

/** Where the vendor's calls go, e.g. `https://api.twilio.com`. */
export function originsOf(recipe: Recipe, { values }: Account): ReadonlySet<string> {
  const urls = [...callsOf(recipe).values()].map(({ url }) => compileUrl(url)((name) => values(name) ?? "0"));
  return new Set(urls.map((url) => new URL(url).origin));
}
