/** The page of the recipes that come with Ramz, made from the recipes themselves: a section for each. */
import type { AnswerClass } from "../../adapters/providers/_kit/meanings.ts";
import { resultWords } from "../../adapters/providers/_kit/docs-table.ts";
import type { ProviderPlugin } from "../../adapters/providers/_kit/plugin.ts";
import { sharedHint } from "../../adapters/providers/_kit/vendor-answer.ts";
import type { Recipe } from "../../adapters/providers/http/_recipe/format.ts";
import { loadRecipe, presetNames } from "../../adapters/providers/http/_recipe/load-recipe.ts";
import { fileVariableOf } from "../../app/config/mounted-secrets.ts";
import { ROOT } from "./pages.ts";
import { code, table } from "./table.ts";

/** Every recipe that comes with Ramz, by name. */
export function recipeSections(): string {
  return presetNames()
    .map((name) => {
      const loaded = loadRecipe(`http/${name}`, ROOT);
      if (loaded.kind === "failed") throw new Error(loaded.cause);
      return sectionOf(name, loaded.recipe, loaded.plugin);
    })
    .join("\n\n");
}

function sectionOf(name: string, recipe: Recipe, plugin: ProviderPlugin): string {
  const facts = [
    `${recipe.title}.`,
    factsOf(recipe),
    recipe.note ?? "",
    recipe.trust === "unverified" ? UNVERIFIED : "",
    recipe.docs === undefined ? "" : `The vendor's documentation: <${recipe.docs}>.`,
  ];
  return [
    `## http/${name}`,
    facts.filter((fact) => fact !== "").join("\n"),
    optionsTable(recipe, plugin),
    codesPlace(recipe),
    codesTable(recipe),
    laterOf(recipe),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const UNVERIFIED =
  "**Its codes are unverified**: some were not compared with the vendor's documentation. Before you rely on it, send one message with `ramz send`, and read an answer of the vendor with `check --answer`.";

function factsOf({ channels, countries, code_digits: digits }: Recipe): string {
  const where = countries === undefined ? "every country" : countries.join(", ");
  const lengths = digits === undefined ? "" : `; codes of ${digits[0]} to ${digits[1]} digits`;
  return `Carries ${channels.map(code).join(", ")} to ${where}${lengths}.`;
}

function optionsTable(recipe: Recipe, { env = {}, secrets = [] }: ProviderPlugin): string {
  const rows = Object.entries(recipe.options).map(([option, { default: fallback, optional, about = "" }]) => {
    const variable = env[option] ?? "";
    const isSecret = secrets.includes(option);
    const shown = typeof fallback === "object" ? JSON.stringify(fallback) : String(fallback);
    return [
      code(option),
      isSecret ? `${code(variable)}, ${code(fileVariableOf(variable))}` : code(variable),
      fallback !== undefined ? code(shown) : optional === true ? "none" : "required",
      [about, isSecret ? "Shown as `***`." : ""].join(" ").trim(),
    ];
  });
  return table(["Option", "Variable", "Default", "Meaning"], rows);
}

function codesPlace({ faults: { code: paths = [] } }: Recipe): string {
  return paths.length === 0
    ? ""
    : `The vendor's code stands at ${paths.map(code).join(" or ")} of an answer.`;
}

/** Every answer that the recipe names, in the order in which it looks. */
function codesTable(recipe: Recipe): string {
  const { codes = {}, when = {}, http = {}, otherwise } = recipe.faults;
  const named = [
    ...answersAt("code", codes),
    ...Object.entries(when).flatMap(([path, answers]) => answersAt(code(path), answers)),
    ...answersAt("HTTP", http),
    ...(otherwise === undefined ? [] : [["any other error that can be read", otherwise] as const]),
  ];
  const rows = named.map(([place, written]) => {
    const [word = "", reason = ""] = written.split(" ");
    if (word === "earlier")
      return [place, "", "accepted", "The vendor knows the message again, and accepted it before."];
    const hint = recipe.hints?.[reason] ?? sharedHint(reason);
    return [place, code(reason), resultWords(classNamed(word)), hint?.en ?? ""];
  });
  return table(["Answer", "Reason", "Result", "What it means, and what to do"], rows);
}

function answersAt(place: string, answers: Readonly<Record<string, string>>) {
  return Object.entries(answers).map(([value, meaning]) => [`${place} ${code(value)}`, meaning] as const);
}

const CLASSES: readonly AnswerClass[] = [
  "recipient",
  "message",
  "account",
  "number",
  "unavailable",
  "unknown",
  "earlier",
];

function classNamed(word: string): AnswerClass {
  const found = CLASSES.find((one) => one === word);
  if (found === undefined) throw new Error(`no class "${word}"`);
  return found;
}

/** What else it can do: examine the account, receive receipts, send feedback. */
function laterOf({ examine, receipt, feedback }: Recipe): string {
  const asks = [
    examine?.credit === undefined ? "" : "the credit",
    examine?.template === undefined ? "" : "the template",
  ].filter((one) => one !== "");
  const reports = Object.keys(feedback ?? {});
  return [
    asks.length === 0 ? "" : `\`ramz doctor\` examines ${asks.join(" and ")}.`,
    receiptText(receipt),
    reports.length === 0 ? "" : `The vendor learns which codes were ${reports.join(" or ")}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join("\n");
}

function receiptText(receipt: Recipe["receipt"]): string {
  if (receipt === undefined) return "It has no [receipts](../how-to/know-what-arrived.md).";
  const { callback, poll } = receipt;
  const ways = [
    callback === undefined
      ? ""
      : `calls (proof \`${callback.proof.kind}\`, the address ${callback.set === "request" ? "goes with each message" : "is entered in the vendor's panel"})`,
    poll === undefined ? "" : `is asked ${poll.after.join(", ")} seconds after acceptance`,
  ].filter((way) => way !== "");
  return `[Receipts](../how-to/know-what-arrived.md): the vendor ${ways.join(", and ")}.`;
}
