/** What a recipe can find out about its account without sending: its credit, and whether its template is approved. */
import type { EpochMs } from "../../../../domain/time.ts";
import { exchange } from "../../_kit/http-exchange.ts";
import type { Finding, ProviderHost } from "../../_kit/plugin.ts";
import { sharedHint } from "../../_kit/vendor-answer.ts";
import type { Recipe } from "./format.ts";
import type { Call } from "./format-calls.ts";
import { compileLater } from "./later-call.ts";
import { holds, parseBody, type ParsedAnswer, textAt } from "./paths.ts";
import type { Values } from "./placeholders.ts";
import { classify } from "./read-answer.ts";
import { ANSWER_BYTES_MAX } from "./send-message.ts";

/** The examination of a recipe; undefined when it has none. `values` are its options. */
export function createExamine(recipe: Recipe, values: Values, host: ProviderHost) {
  const { credit, template } = recipe.examine ?? {};
  if (credit === undefined && template === undefined) return undefined;
  return async (deadline: EpochMs): Promise<readonly Finding[]> => {
    const ask = (call: Call) => askWith(recipe, call, values, deadline, host);
    const found = await Promise.all([
      credit && ask(credit).then((asked) => creditFinding(credit, asked)),
      template && ask(template).then((asked) => templateFinding(template, asked)),
    ]);
    return found.filter((one) => one !== undefined);
  };
}

type Examine = NonNullable<Recipe["examine"]>;

type Asked =
  | { readonly kind: "answered"; readonly answer: ParsedAnswer }
  | { readonly kind: "failed"; readonly finding: Omit<Finding, "subject"> };

function creditFinding({ value, warn_below: alarm }: NonNullable<Examine["credit"]>, asked: Asked): Finding {
  if (asked.kind === "failed") return { subject: "credit", ...asked.finding };
  const text = textAt(asked.answer, value);
  const amount = Number(text);
  if (text === undefined || !Number.isFinite(amount))
    return {
      level: "warning",
      subject: "credit",
      detail: `The answer has no number at "${value}".`,
      remedy: "Compare the recipe's examine.credit.value with the vendor's documentation.",
    };
  const found = { subject: "credit", amount };
  const detail = `The account's credit is ${amount}.`;
  if (alarm === undefined || amount >= alarm) return { ...found, level: "ok", detail };
  return {
    ...found,
    level: "warning",
    detail: `${detail} It is below ${alarm}.`,
    remedy: "Charge the account before it runs out.",
  };
}

function templateFinding({ when }: NonNullable<Examine["template"]>, asked: Asked): Finding {
  if (asked.kind === "failed") return { subject: "template", ...asked.finding };
  const failing = Object.entries(when).find(([path, wanted]) => !holds(asked.answer, path, wanted));
  if (failing === undefined) return { level: "ok", subject: "template", detail: "The template is approved." };
  const [path, wanted] = failing;
  return {
    level: "problem",
    subject: "template",
    detail: `"${path}" is ${textAt(asked.answer, path) ?? "missing"}, not ${wanted.join(" or ")}.`,
    remedy: "Look at the template in the vendor's panel.",
  };
}

async function askWith(
  recipe: Recipe,
  call: Call,
  values: Values,
  deadline: EpochMs,
  host: ProviderHost,
): Promise<Asked> {
  const request = compileLater(recipe, call)(values);
  const answer = await exchange(request, deadline, host, ANSWER_BYTES_MAX);
  if (answer.kind === "failed") return failed(answer.failure, `It could not be asked: ${answer.failure}.`);
  const { status, text } = answer;
  const body = parseBody(text, recipe.parse ?? "json");
  if (status < 300 && body !== undefined)
    return { kind: "answered", answer: { status, headers: answer.headers, body } };
  const { meaning, vendorCode } = classify(recipe, answer);
  return failed(meaning.reason, `The vendor answered ${vendorCode ?? status}: ${meaning.reason}.`);
}

function failed(reason: string, detail: string): Asked {
  const remedy = sharedHint(reason)?.en ?? "Look the code up in the vendor's documentation.";
  return { kind: "failed", finding: { level: "problem", detail, remedy } };
}
