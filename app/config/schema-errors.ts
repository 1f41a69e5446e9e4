/** Values that do not fit the schema, each as a sentence that names the setting, the value and what to write instead. */
import type { TSchema } from "@sinclair/typebox";
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { REDACTED } from "../../domain/redaction.ts";
import { ConfigSchema, type Setting, settingsOf } from "./schema.ts";
import { serviceLinkRemedy } from "./service-links.ts";
import type { Source } from "./setting.ts";
import { isTable } from "./toml-file.ts";

export interface SchemaError {
  /** JSON pointer of what to remove, so that the rest fits the schema. */
  readonly pointer: string;
  /** JSON pointer of the value that does not fit. */
  readonly at: string;
  readonly sentence: string;
}

const SETTINGS = settingsOf(ConfigSchema);

/** Places where a pasted key may stand: options of providers, and `keys` and `hooks` of apps or operators where no table follows. */
const MAY_BE_SECRET = /^\/(?:apps\/[^/]+\/|admin\/)?(?:provider(?:\/|$)|keys(?:\/\d+)?$|hooks(?:\/[^/]+)?$)/;

/** The first error of each setting, and of each place that is not a setting. */
export function schemaErrorsOf(value: unknown, sources: ReadonlyMap<string, Source>): readonly SchemaError[] {
  const byPlace = new Map<string, SchemaError>();
  for (const error of [...Value.Errors(ConfigSchema, value)].flatMap(errorsOfTable)) {
    const setting = settingAt(pathOf(error));
    const place = setting === undefined ? error.path : `/${setting.path.join("/")}`;
    // An error within an element removes the whole list.
    const pointer = place.replace(
      /^(\/(?:apps\/[^/]+\/.+?|admin\/keys|chains|exempt|test_numbers))\/\d+(\/.*)?$/,
      "$1",
    );
    if (!byPlace.has(place))
      byPlace.set(place, { pointer, at: error.path, sentence: sentenceOf(error, setting, sources) });
  }
  return [...byPlace.values()];
}

/** Where a table or its short form may stand, a table has its own errors. A schema says so with `shortForm`. */
function errorsOfTable(error: ValueError): readonly ValueError[] {
  if (error.schema["shortForm"] !== true || !isTable(error.value)) return [error];
  const [ofTable = []] = error.errors;
  return [...ofTable];
}

function pathOf({ path }: ValueError): string {
  return path.slice(1).replaceAll("/", ".");
}

function settingAt(path: string): Setting | undefined {
  return SETTINGS.find(({ path: own }) => path === own.join(".") || path.startsWith(`${own.join(".")}.`));
}

function sentenceOf(
  error: ValueError,
  setting: Setting | undefined,
  sources: ReadonlyMap<string, Source>,
): string {
  const path = pathOf(error);
  if (error.type === ValueErrorType.ObjectAdditionalProperties)
    return `${path}: there is no such setting. See "ramz config" for all settings.`;
  const secret =
    setting?.notes.secret === true || error.schema["secret"] === true || MAY_BE_SECRET.test(error.path);
  const shown = secret ? REDACTED : JSON.stringify(error.value);
  const what = error.value === undefined ? "it is missing" : `${shown} is not valid`;
  const meaning = setting?.notes.description ?? error.schema.description ?? "";
  const remedy = `${remedyFor(error.schema)} ${serviceLinkRemedy(error.value)}`.trim();
  return `${nameOf(path, setting, sources)}: ${what}. ${remedy} ${meaning}`.trim();
}

function nameOf(path: string, setting: Setting | undefined, sources: ReadonlyMap<string, Source>): string {
  if (setting === undefined) return path;
  const { env } = setting.notes;
  return sources.get(setting.path.join(".")) === "environment" ? env : `${path} (or ${env})`;
}

/** What to write instead: `write` of the schema, or a sentence made from its type and bounds. */
function remedyFor(schema: TSchema): string {
  if (typeof schema["write"] === "string") return `Write ${schema["write"]}.`;
  const words = wordsOf(schema);
  if (words.length === 1) return `Write ${words[0]}, or leave it out.`;
  if (words.length > 1) return `Write ${words.slice(0, -1).join(", ")} or ${words.at(-1)}.`;
  switch (schema["type"]) {
    case "integer":
      return `Write a whole number from ${schema["minimum"]} to ${schema["maximum"]}.`;
    case "boolean":
      return "Write true or false.";
    case "string":
      return "Write a string.";
    case "array":
      return "Write a list of one or more values, each once.";
    case "object":
      return "Write a table.";
    case "Date":
      return "Write a date, e.g. 2026-12-31.";
    default:
      return "";
  }
}

/** The words that are allowed; none when the setting is not a choice of words. */
export function wordsOf(schema: TSchema): readonly string[] {
  const choices: readonly TSchema[] = Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [schema];
  return choices.map((choice) => choice["const"]).filter((word) => typeof word === "string");
}
