/** What does not fit the schema, in sentences that name the setting, the value and what to write instead. */
import type { TSchema } from "@sinclair/typebox";
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { REDACTED } from "../../domain/redaction.ts";
import { ConfigSchema, type Setting, settingsOf } from "./schema.ts";
import type { Source } from "./setting.ts";

export interface SchemaError {
  /** JSON pointer of what must be taken out. */
  readonly pointer: string;
  /** JSON pointer of what is at fault. */
  readonly at: string;
  readonly sentence: string;
}

const SETTINGS = settingsOf(ConfigSchema);

/** Where somebody may have pasted a key: options of providers, and keys of apps that are no table. */
const MAY_BE_SECRET = /^\/(?:apps\/[^/]+\/)?(?:provider(?:\/|$)|keys(?:\/\d+)?$)/;

/** The first fault of each setting, and of each place that is no setting of its own. */
export function schemaErrorsOf(value: unknown, sources: ReadonlyMap<string, Source>): readonly SchemaError[] {
  const byPlace = new Map<string, SchemaError>();
  for (const error of Value.Errors(ConfigSchema, value)) {
    const setting = settingAt(pathOf(error));
    const place = setting === undefined ? error.path : `/${setting.path.join("/")}`;
    // What is missing in an element, or at fault there, goes with the whole list.
    const pointer = place.replace(/^(\/(?:apps\/[^/]+\/.+?|exempt|test_numbers))\/\d+(\/.*)?$/, "$1");
    if (!byPlace.has(place))
      byPlace.set(place, { pointer, at: error.path, sentence: sentenceOf(error, setting, sources) });
  }
  return [...byPlace.values()];
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
    return `${path}: there is no such setting. See "ramz config" for all of them.`;
  const secret =
    setting?.notes.secret === true || error.schema["secret"] === true || MAY_BE_SECRET.test(error.path);
  const shown = secret ? REDACTED : JSON.stringify(error.value);
  const what = error.value === undefined ? "it is missing" : `${shown} does not fit`;
  const meaning = setting?.notes.description ?? error.schema.description ?? "";
  return `${nameOf(path, setting, sources)}: ${what}. ${remedyFor(error.schema)} ${meaning}`.trim();
}

function nameOf(path: string, setting: Setting | undefined, sources: ReadonlyMap<string, Source>): string {
  if (setting === undefined) return path;
  const { env } = setting.notes;
  return sources.get(setting.path.join(".")) === "environment" ? env : `${path} (or ${env})`;
}

/** What to write instead. `write` in the schema says it where its type and bounds do not. */
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
      return "Write a text.";
    case "array":
      return "Write a list of one or more, each once.";
    case "object":
      return "Write a table.";
    case "Date":
      return "Write a date, e.g. 2026-12-31.";
    default:
      return "";
  }
}

/** The words a setting may have; none when it is no choice of words. */
function wordsOf(schema: TSchema): readonly string[] {
  const choices: readonly TSchema[] = Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [schema];
  return choices.map((choice) => choice["const"]).filter((word) => typeof word === "string");
}
