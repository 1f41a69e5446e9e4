/** From what a vendor answered to a meaning, by the recipe's tables and then by the table all vendors share (order: vendors.md §7.1). */
import type { DeliveryResult } from "../../../../domain/delivery/provider.ts";
import { ANSWER_CLASSES, type Meaning, resultOf } from "../../_kit/meanings.ts";
import { meaningOfStatus } from "../../_kit/vendor-answer.ts";
import type { Recipe } from "./format.ts";
import { holds, matches, parseBody, type ParsedAnswer, textAt } from "./paths.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly truncated: boolean;
}

/** Reads one answer to `send`. `ref` stands in for the id where the vendor gives none. */
export function readAnswer(recipe: Recipe, raw: RawAnswer, ref: string): DeliveryResult {
  const { meaning, vendorCode, answer } = classify(recipe, raw);
  const code = vendorCode === undefined ? {} : { vendorCode };
  if (meaning.class !== "accepted" && meaning.class !== "earlier") return resultOf(meaning, code);
  const { id, cost, currency } = recipe.accept;
  const messageId = id === undefined ? ref : textAt(answer, id);
  const price = cost === undefined ? undefined : Number(textAt(answer, cost));
  return resultOf(meaning, {
    ...code,
    ...(messageId !== undefined && { messageId }),
    ...(currency === "IRR" && price !== undefined && Number.isFinite(price) && { costRial: price }),
  });
}

/** The class and reason of an answer, with the vendor's own code where one was found. */
export function classify(
  recipe: Recipe,
  { status, headers, text, truncated }: RawAnswer,
): { readonly meaning: Meaning; readonly vendorCode?: string; readonly answer: ParsedAnswer } {
  const body = truncated ? undefined : parseBody(text, recipe.parse ?? "json");
  const answer: ParsedAnswer = { status, headers, body };
  if (truncated) return { meaning: { class: "unknown", reason: "answer_too_large" }, answer };
  if (isAccepted(recipe, answer)) return { meaning: { class: "accepted", reason: "accepted" }, answer };
  const found = codeIn(recipe, answer);
  const vendorCode = found ?? String(status);
  const meaning = meaningIn(recipe, answer, found);
  return { meaning, vendorCode, answer };
}

/** All conditions hold, and the id is there where the recipe names one. */
function isAccepted({ accept }: Recipe, answer: ParsedAnswer): boolean {
  const { http, when = {}, id } = accept;
  return (
    answer.body !== undefined &&
    (http === undefined ? answer.status < 300 : http.includes(answer.status)) &&
    Object.entries(when).every(([path, wanted]) => holds(answer, path, wanted)) &&
    (id === undefined || (textAt(answer, id) ?? "") !== "")
  );
}

/** The vendor's code: the first of the paths that is in the table, else the first that is there at all. */
function codeIn({ faults }: Recipe, answer: ParsedAnswer): string | undefined {
  const texts = (faults.code ?? []).flatMap((path) => textAt(answer, path) ?? []);
  return texts.find((text) => lookUp(faults.codes, text) !== undefined) ?? texts[0];
}

function meaningIn({ faults }: Recipe, answer: ParsedAnswer, code: string | undefined): Meaning {
  const { status, body } = answer;
  const listed = code === undefined ? undefined : lookUp(faults.codes, code);
  if (listed !== undefined) return listed;
  for (const [path, table] of Object.entries(faults.when ?? {})) {
    const text = textAt(answer, path);
    const grouped = text === undefined ? undefined : lookUp(table, text);
    if (grouped !== undefined) return grouped;
  }
  const byStatus = lookUp(faults.http, String(status));
  if (byStatus !== undefined) return byStatus;
  const decided = status >= 500 || [401, 402, 403, 407, 429].includes(status);
  if (faults.otherwise !== undefined && body !== undefined && !decided && !(status >= 300 && status < 400))
    return meaningOf(faults.otherwise);
  return meaningOfStatus(status, body !== undefined && isErrorShape(faults, answer, code));
}

/** Whether the body is an error of this vendor. Where the recipe names no place for a code, any readable body is. */
function isErrorShape(faults: Recipe["faults"], answer: ParsedAnswer, code: string | undefined): boolean {
  const { vendor_text: text } = faults;
  if (code !== undefined || (text !== undefined && textAt(answer, text) !== undefined)) return true;
  return faults.code === undefined && text === undefined;
}

function lookUp(table: Readonly<Record<string, string>> | undefined, text: string): Meaning | undefined {
  const found = Object.entries(table ?? {}).find(([value]) => matches(text, value))?.[1];
  return found === undefined ? undefined : meaningOf(found);
}

/** `account key_invalid` as class and reason. The format lets no other class through. */
export function meaningOf(written: string): Meaning {
  const [word, reason = ""] = written.split(" ");
  const found = ANSWER_CLASSES.find((one) => one === word);
  if (found === undefined) throw new Error(`a recipe with the class "${word}" was let through`);
  return { class: found, reason };
}
