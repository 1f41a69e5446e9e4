/** `ramz provider http/x check`: the request as it would be sent, with `***` for what is secret, and how a pasted answer is read, or the recipe's examples. */
import type { ProviderHost, Tool } from "../../_kit/plugin.ts";
import { sharedHint } from "../../_kit/vendor-answer.ts";
import type { Example, Recipe } from "./format.ts";
import { pastedAnswer } from "./pasted-answer.ts";
import { classify, readAnswer } from "./read-answer.ts";
import { shownRequest } from "./shown-request.ts";
import type { OptionValues } from "./values.ts";

export function checkTool(recipe: Recipe, options: OptionValues, host: ProviderHost): Tool {
  return {
    description:
      "Shows the request with *** for secrets, and how the recipe reads its example answers, or the one of --answer.",
    readsAnswer: true,
    run: async (_, pasted) => ({
      kind: "report",
      rows: [
        ...(recipe.trust === "unverified" ? [{ part: "codes", value: "unverified" }] : []),
        ...requestRows(recipe, options, host),
        ...(pasted === undefined
          ? (recipe.example ?? []).map((one) => exampleRow(recipe, one))
          : answerRows(recipe, pasted)),
      ],
    }),
  };
}

function requestRows(recipe: Recipe, options: OptionValues, { clock, codeLength }: ProviderHost) {
  const { method, url, headers, body } = shownRequest(recipe, options, { now: clock.now(), codeLength });
  return [
    { part: "request", value: `${method} ${url}` },
    ...Object.entries(headers ?? {}).map(([name, value]) => ({ part: `header ${name}`, value })),
    ...(body === undefined ? [] : [{ part: "body", value: String(body) }]),
  ];
}

function exampleRow(recipe: Recipe, { title, http, body = "", headers = {}, class: wanted }: Example) {
  const { meaning, vendorCode } = classify(recipe, { status: http, headers, text: body, truncated: false });
  const verdict = meaning.class === wanted ? meaning.class : `${meaning.class}, but ${wanted} was expected`;
  return {
    part: `example ${title ?? `${http} ${body.slice(0, 60)}`}`,
    value: `${verdict}: ${meaning.reason} (${vendorCode ?? http})`,
  };
}

/** What the chain would make of this answer, and what the operator would read. */
function answerRows(recipe: Recipe, pasted: string) {
  const raw = pastedAnswer(pasted);
  const { meaning, vendorCode } = classify(recipe, raw);
  const { messageId } = readAnswer(recipe, raw, "none; Ramz uses its own reference");
  const hint = recipe.hints?.[meaning.reason] ?? sharedHint(meaning.reason);
  return [
    { part: "answer", value: `${meaning.class}: ${meaning.reason} (${vendorCode ?? raw.status})` },
    ...(messageId === undefined ? [] : [{ part: "message id", value: messageId }]),
    ...(hint === null ? [] : [{ part: "hint", value: hint.en }]),
  ];
}
