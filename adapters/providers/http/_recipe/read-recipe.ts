/** Reads a recipe, or says everything that is wrong with it, each with its line. Nothing unknown in a recipe is passed over. */
import { KindGuard, type TSchema } from "@sinclair/typebox";
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { parse, TomlError } from "smol-toml";
import { type Recipe, RecipeSchema } from "./format.ts";
import { faultsOf } from "./check-recipe.ts";
import { lineOf } from "./line-of.ts";

export type ReadRecipe =
  | { readonly kind: "recipe"; readonly recipe: Recipe }
  /** Sentences for the operator. */
  | { readonly kind: "problems"; readonly problems: readonly string[] };

export function readRecipe(toml: string): ReadRecipe {
  const written = parsed(toml);
  if (typeof written === "string") return { kind: "problems", problems: [written] };
  const errors = [...Value.Errors(RecipeSchema, written)].flatMap(withinUnion);
  if (errors.length > 0 || !Value.Check(RecipeSchema, written)) {
    const byPath = new Map(errors.map((error) => [error.path, error]));
    return { kind: "problems", problems: [...byPath.values()].map((error) => describe(error, toml)) };
  }
  const faults = faultsOf(written);
  if (faults.length === 0) return { kind: "recipe", recipe: written };
  const problems = faults.map(({ path, says }) => at(toml, path, says));
  return { kind: "problems", problems: [...new Set(problems)] };
}

function parsed(toml: string): unknown {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return `line ${error.line}: this is not TOML: ${error.message.split("\n")[0]}.`;
  }
}

/** A union's error names no field; the errors of the member that was meant, by its `kind`, do. */
function withinUnion(error: ValueError): readonly ValueError[] {
  const { schema, value, path } = error;
  if (error.type !== ValueErrorType.Union || !KindGuard.IsUnion(schema)) return [error];
  if (typeof value !== "object" || value === null || !("kind" in value)) return [error];
  const member = schema.anyOf.find((one: TSchema) => kindOf(one) === value.kind);
  if (member === undefined) return [error];
  return [...Value.Errors(member, value)].map((inner) => ({ ...inner, path: `${path}${inner.path}` }));
}

function kindOf(schema: TSchema): unknown {
  return KindGuard.IsObject(schema) ? schema.properties["kind"]?.["const"] : undefined;
}

function describe({ path, type, message, value, schema }: ValueError, toml: string): string {
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = parts.join(".") || "the recipe";
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return at(toml, parts, `"${name}" is unknown. Remove it, or compare its spelling with the format.`);
  if (type === ValueErrorType.ObjectRequiredProperty || value === undefined)
    return at(toml, parts, `"${name}" is missing.`);
  if (type === ValueErrorType.StringMinLength)
    return at(
      toml,
      parts,
      `"${name}" is empty, so it proves nothing. A key is written as the option that holds it, e.g. "{api_key}".`,
    );
  if (type === ValueErrorType.Object)
    return at(toml, parts, `"${name}" does not fit: Write a table, ${parts.at(-1) ?? name} = { … }.`);
  const allowed = KindGuard.IsUnion(schema) ? schema.anyOf.map(wordOf) : [];
  const words = allowed.filter((word) => word !== undefined);
  const remedy = words.length > 0 ? `Write one of ${words.join(", ")}` : message;
  return at(toml, parts, `"${name}" does not fit: ${remedy}.`);
}

function wordOf(schema: TSchema): string | undefined {
  const literal: unknown = schema["const"] ?? kindOf(schema);
  return typeof literal === "string" ? `"${literal}"` : undefined;
}

function at(toml: string, path: readonly string[], says: string): string {
  const line = lineOf(toml, path);
  return line === null ? says : `line ${line}: ${says}`;
}
