/** A recipe at work: the provider plugin that it describes. */
import type { ProviderHost, ProviderInstance, ProviderPlugin } from "../../_kit/plugin.ts";
import type { TextStyle } from "../../_kit/message-text.ts";
import { textProblems } from "../../_kit/text-problems.ts";
import { resultOf } from "../../_kit/meanings.ts";
import { sharedHint } from "../../_kit/vendor-answer.ts";
import { createExamine } from "./examine-recipe.ts";
import type { Recipe } from "./format.ts";
import { compileUrl } from "./render-call.ts";
import { accountOf, optionsSchema, optionVariables, secretOptions, usesText } from "./recipe-options.ts";
import { receiptsOf } from "./recipe-receipts.ts";
import { checkTool } from "./check-tool.ts";
import { urlFault } from "./safe-url.ts";
import { createSend } from "./send-message.ts";
import { countryOf, type OptionValues, optionValues, valuesOf } from "./values.ts";

const UNVERIFIED =
  "Its codes are unverified: some were not compared with the vendor's documentation. Before you rely on it, send one message with ramz send, and see how an answer is read with its tool check --answer.";

/** `name` stands in the names of its variables: `RAMZ_HTTP_<NAME>_<OPTION>`. */
export function recipeProvider(recipe: Recipe, name: string): ProviderPlugin {
  return {
    api: 1,
    channels: recipe.channels,
    ...(recipe.messenger && { messenger: recipe.messenger }),
    ...(recipe.trust === "unverified" && { caution: UNVERIFIED }),
    options: optionsSchema(recipe),
    env: optionVariables(recipe, name),
    secrets: secretOptions(recipe),
    create: (options, host) => createInstance(recipe, options, host),
  };
}

/** Throws, with a sentence for the operator, when the recipe cannot work with these options. */
function createInstance(recipe: Recipe, options: OptionValues, host: ProviderHost): ProviderInstance {
  const style = textStyleOf(options);
  const lifetimeSeconds = recipe.lifetime_seconds;
  const context = { options, optionRules: recipe.options, style, lifetimeSeconds };
  const problem = problemOf(recipe, options, style, host);
  if (problem !== null) throw new Error(problem);
  const send = createSend(recipe, host);
  const examine = createExamine(recipe, optionValues(context), host);

  return {
    account: accountOf(recipe, options),
    explain: (reason) => recipe.hints?.[reason] ?? sharedHint(reason),
    ...(examine && { examine }),
    ...receiptsOf(recipe, context, host),
    tools: { check: checkTool(recipe, options, host) },
    async deliver(message, deadline) {
      const served = recipe.countries?.includes(countryOf(message.recipient) ?? "") ?? true;
      if (!served) return resultOf({ class: "number", reason: "country_not_served" });
      const values = valuesOf(message, { ...context, callback: host.callback, now: host.clock.now() });
      const isReadable = recipe.send.charset !== "gsm7" || values("text.kind") === "text";
      if (!isReadable) return resultOf({ class: "message", reason: "text_not_gsm7" });
      return send({ values, ref: message.attemptId, deadline });
    },
  };
}

function problemOf(
  recipe: Recipe,
  options: OptionValues,
  style: TextStyle,
  host: ProviderHost,
): string | null {
  const [fewest, most] = recipe.code_digits ?? [0, Infinity];
  if (host.codeLength < fewest || host.codeLength > most)
    return `It carries codes of ${fewest} to ${most} digits, and OTP_CODE_LENGTH is ${host.codeLength}. Change OTP_CODE_LENGTH or the provider.`;
  const texts = usesText(recipe) ? textProblems(style, host.codeLength) : [];
  if (texts.length > 0) return texts.join(" ");
  const values = optionValues({ options, optionRules: recipe.options });
  // What comes later in the address does not matter here, so every other placeholder may be anything.
  const faults = addressesOf(recipe).map((url) =>
    urlFault(
      compileUrl(url)((name) => values(name) ?? "0"),
      options["insecure_lan"] === true,
    ),
  );
  return faults.find((fault) => fault !== null) ?? null;
}

/** The addresses of all its calls: each of them holds a key, and feedback the code. */
function addressesOf({ send, examine, receipt, feedback }: Recipe): readonly string[] {
  const { auth } = send;
  const calls = [
    send,
    examine?.credit,
    examine?.template,
    receipt?.poll,
    feedback?.approved,
    feedback?.canceled,
  ];
  const tokens = auth?.kind === "oauth" ? [auth.token_url] : [];
  return [...calls.flatMap((call) => (call === undefined ? [] : [call.url])), ...tokens];
}

function textStyleOf(options: OptionValues): TextStyle {
  const { texts, webDomain, androidHash } = options;
  const localized = typeof texts === "object" && texts !== null ? { ...texts } : undefined;
  return {
    ...(localized && { texts: localized }),
    ...(typeof webDomain === "string" && { webDomain }),
    ...(typeof androidHash === "string" && { androidHash }),
  };
}
