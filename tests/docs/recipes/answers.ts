/** What a recipe makes of the vendor's answers: its tables, and its examples. */
import type { AnswerClass } from "../../../adapters/providers/_kit/meanings.ts";
import { sharedHint } from "../../../adapters/providers/_kit/vendor-answer.ts";
import type { Recipe } from "../../../adapters/providers/http/_recipe/format.ts";
import { classify, meaningOf } from "../../../adapters/providers/http/_recipe/read-answer.ts";
import { code, table } from "../table.ts";
import { type Preset, section, sentences } from "./preset.ts";

export function answersSection({ recipe }: Preset): string {
  const { code: paths = [] } = recipe.faults;
  const rows = namedAnswers(recipe).map(([answer, written]) => {
    const { class: kind, reason } = meaningOf(written);
    return [answer, code(kind), actionOn(kind), code(reason), hintFor(recipe, kind, reason)];
  });
  return section(
    recipe.trust === "unverified" ? "What it answers (unverified)" : "What it answers",
    sentences(
      paths.length === 0 ? "" : `The vendor's code stands at ${paths.map(code).join(" or ")}.`,
      "The first row that fits counts. An answer in no row is read by its [HTTP status](../providers/shared-reasons.md).",
    ),
    table(["Answer", "Class", "Ramz", "Reason", "What it means, and what to do"], rows),
  );
}

function hintFor(recipe: Recipe, kind: AnswerClass, reason: string): string {
  if (kind === "earlier") return "The vendor knows the message again, and accepted it before.";
  return (recipe.hints?.[reason] ?? sharedHint(reason))?.en ?? "";
}

/** Every answer that the recipe names, in the order in which it looks. */
function namedAnswers({ faults }: Recipe): readonly (readonly [answer: string, meaning: string])[] {
  const { codes = {}, when = {}, http = {}, otherwise } = faults;
  return [
    ...answersAt("code", codes),
    ...Object.entries(when).flatMap(([path, answers]) => answersAt(code(path), answers)),
    ...answersAt("HTTP", http),
    ...(otherwise === undefined ? [] : [["any other error that can be read", otherwise] as const]),
  ];
}

function answersAt(place: string, answers: Readonly<Record<string, string>>) {
  return Object.entries(answers).map(([value, meaning]) => [`${place} ${code(value)}`, meaning] as const);
}

function actionOn(kind: AnswerClass): string {
  switch (kind) {
    case "accepted":
    case "earlier":
      return "takes it as accepted";
    case "recipient":
      return "stops; the caller gets 422";
    case "message":
      return "asks the next provider";
    case "account":
      return "skips every provider of the account, asks the next";
    case "number":
      return "asks the next provider; the breaker does not count it";
    case "unavailable":
      return "asks the next provider; calls again if no other could";
    case "unknown":
      return "asks the next provider: the message may have gone out";
  }
}

/** The recipe's examples, as it reads them. */
export function examplesSection({ recipe }: Preset): string {
  const rows = (recipe.example ?? []).map(({ http, body = "", headers = {} }) => {
    const { meaning } = classify(recipe, { status: http, headers, text: body, truncated: false });
    return [String(http), body === "" ? "none" : code(body), code(meaning.class), code(meaning.reason)];
  });
  return section(
    "Examples",
    "Run as tests, each is read as the table says:",
    table(["HTTP", "Body", "Class", "Reason"], rows),
  );
}
