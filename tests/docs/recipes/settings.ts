/** How a recipe is switched on, and the options that it has. */
import type { RecipeOption } from "../../../adapters/providers/http/_recipe/format.ts";
import { usesText } from "../../../adapters/providers/http/_recipe/recipe-options.ts";
import { variables } from "../settings-table.ts";
import { code, table } from "../table.ts";
import { block, isRequired, type Preset, presetNamed, section, sentences } from "./preset.ts";

/** Countries that Ramz sends to without a setting. */
const SERVED = "IR";

export function switchOnSection({ name, recipe, plugin: { env = {} } }: Preset): string {
  const { options, countries, channels, code_digits: digits } = recipe;
  const required = Object.entries(options).filter(([, option]) => isRequired(option));
  const isOutside = countries !== undefined && !countries.includes(SERVED);
  const settings = [
    `RAMZ_PROVIDERS=http/${name}`,
    ...(isOutside ? [`OTP_COUNTRIES=${countries.join(",")}`] : []),
    ...required.map(([option, rule]) => `${env[option]}=${exampleOf(option, rule)}`),
  ];
  return section(
    "Switch it on",
    block("bash", settings),
    sentences(
      channels.includes("messenger")
        ? "It sends where the start of a verification asks for the channel `messenger` or `auto`."
        : "",
      countries === undefined
        ? "Ramz sends to Iranian numbers alone, unless [`OTP_COUNTRIES`](../configuration.md) names other countries."
        : "",
      digits === undefined
        ? ""
        : `The vendor carries codes of ${digits[0]} to ${digits[1]} digits (\`OTP_CODE_LENGTH\`).`,
    ),
    `\`ramz provider http/${name} check\` shows what it would send. \`ramz send --provider http/${name} --to +…\` sends a real code. [\`ramz dev --with ${name}-simulator\`](../cli.md#ramz-dev) runs without an account, against a simulated vendor.`,
  );
}

/** A value of the option's kind. Secrets are left to the reader. */
export function exampleOf(option: string, { type, secret, https }: RecipeOption): string {
  if (secret === true) return "…";
  if (type === "integer") return "98765";
  return `your-${option.replaceAll("_", "-")}${https === true ? ".example" : ""}`;
}

export function optionsSection({ name, recipe, plugin: { env = {} } }: Preset): string {
  const rows = Object.entries(recipe.options).map(([option, rule]) => {
    const variable = env[option];
    return [
      code(option),
      variable === undefined
        ? "none: the configuration file only"
        : variables(variable, rule.secret === true),
      defaultOf(rule),
      sentences(rule.about ?? "", rule.secret === true ? "Shown as `***`." : "").replace("\n", " "),
    ];
  });
  return section(
    "Options",
    table(["Option", "Variable", "Default", "Meaning"], rows),
    sentences(
      `In the configuration file they stand in \`[provider."http/${name}"]\`.`,
      `A second account is e.g. \`http/${name}@second\`, with variables such as \`${variableOfSecond(name)}\`.`,
      `\`insecure_lan = true\` allows http to a private address of your own network.`,
      usesText(recipe)
        ? "The text is Ramz's own, or that of `texts`, `webDomain` and `androidHash`, as in [kavenegar/sms](../providers/kavenegar-sms.md)."
        : "",
    ),
  );
}

function defaultOf(rule: RecipeOption): string {
  if (isRequired(rule)) return "required";
  const { default: fallback } = rule;
  if (fallback === undefined) return "none";
  return code(typeof fallback === "object" ? JSON.stringify(fallback) : String(fallback));
}

function variableOfSecond(name: string): string {
  const { env = {} } = presetNamed(`${name}@second`).plugin;
  return Object.values(env)[0] ?? "";
}
