/** The options of a recipe as a provider's options: their schema, their variables, the account they stand for. */
import { createHash } from "node:crypto";
import { type TObject, type TProperties, type TSchema, Type } from "@sinclair/typebox";
import { TEXT_OPTIONS } from "../../_kit/message-text.ts";
import type { Recipe, RecipeOption } from "./format.ts";
import { scalarText } from "./paths.ts";
import type { OptionValues } from "./values.ts";

/** Whether the vendor is sent a whole text, so that the operator's texts matter. */
export function usesText({ send }: Recipe): boolean {
  return JSON.stringify(send).includes("{text}");
}

export function optionsSchema(recipe: Recipe): TObject {
  const own = Object.entries(recipe.options).map(([name, option]) => [name, optionSchema(option)]);
  const properties: TProperties = {
    ...Object.fromEntries(own),
    insecure_lan: Type.Boolean({
      default: false,
      description:
        "Allows http to a private address of your own network, where key and code travel in clear.",
    }),
    ...(usesText(recipe) && TEXT_OPTIONS),
  };
  return Type.Object(properties, { additionalProperties: false });
}

function optionSchema(option: RecipeOption): TSchema {
  const { about, optional, default: fallback } = option;
  const notes = {
    ...(about !== undefined && { description: about }),
    ...(fallback !== undefined && { default: fallback }),
  };
  const schema = typeOf(option, notes);
  return optional === true ? Type.Optional(schema) : schema;
}

function typeOf({ type = "text", by }: RecipeOption, notes: object): TSchema {
  if (by === "locale")
    return Type.Object({ fa: Type.String(), en: Type.String() }, { additionalProperties: false, ...notes });
  switch (type) {
    case "integer":
      return Type.Integer(notes);
    case "boolean":
      return Type.Boolean(notes);
    case "text":
      // A line break would end a header; no option of a vendor holds one.
      return Type.String({ minLength: 1, pattern: "^[^\\r\\n\\0]+$", ...notes });
  }
}

/**
 * The environment variable of each option: `RAMZ_HTTP_<NAME>_<OPTION>`, unless the recipe names another. What has a value for each language
 * stands in the configuration file only.
 */
export function optionVariables(recipe: Recipe, name: string): Readonly<Record<string, string>> {
  const variable = (option: string) =>
    `RAMZ_HTTP_${name}_${option}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  const own = Object.entries(recipe.options)
    .filter(([, { by }]) => by !== "locale")
    .map(([option, { env }]) => [option, env ?? variable(option)]);
  return { ...Object.fromEntries(own), insecure_lan: variable("insecure_lan") };
}

export function secretOptions({ options }: Recipe): readonly string[] {
  return Object.entries(options).flatMap(([name, { secret }]) => (secret === true ? [name] : []));
}

/** Names the vendor's account by a hash of the options that decide it, so that it says nothing of a key. */
export function accountOf({ title, account }: Recipe, options: OptionValues): string {
  const values = account.map((name) => scalarText(options[name]) ?? "");
  const digest = createHash("sha256")
    .update([title, ...values].join("\n"))
    .digest("hex");
  return `http:${digest.slice(0, 12)}`;
}
