/** A provider's options: collected from the configuration file and the environment, then checked by the plugin's schema. */
import { Value, type ValueError, ValueErrorType } from "@sinclair/typebox/value";
import { splitLabel } from "./account-label.ts";
import { isFile } from "./load.ts";
import { RECIPE_PREFIX } from "../http/_recipe/load-recipe.ts";
import { packageOf, PREFIX } from "./npm-package.ts";
import { REDACTED } from "../../../domain/redaction.ts";
import type { ProviderPlugin } from "./plugin.ts";

/** Options as written in the configuration file: by provider name, or by vendor for all its providers. */
export type OptionTables = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface OptionSources {
  readonly tables: OptionTables;
  /** An app's own options, for its own chain. They win over all others, including the environment. */
  readonly ownTables?: OptionTables;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the variable of a secret option, which may be given as a file. Without it, `env` has all. */
  readonly readSecret?: SecretReader;
}

export type SecretReader = (variable: string) =>
  | { readonly kind: "unset" }
  | { readonly kind: "value"; readonly value: string }
  /** A sentence with the remedy. */
  | { readonly kind: "problem"; readonly problem: string };

export interface CollectedOptions {
  readonly options: Record<string, unknown>;
  /** Those of secrets that cannot be read. */
  readonly problems: readonly string[];
}

/** Options by name, with `max_calls`, which every provider has. Schema defaults fill what is not written. */
export function collectOptions(
  name: string,
  plugin: ProviderPlugin,
  sources: OptionSources,
): CollectedOptions {
  const { options: written, problems } = optionsAsWritten(name, plugin, sources);
  const complete: unknown = Value.Default(plugin.options, Value.Convert(plugin.options, written));
  return { options: typeof complete === "object" && complete !== null ? { ...complete } : {}, problems };
}

/** Options that are set somewhere. Later sources win: the vendor's table, the provider's own, the environment, the app's. */
export function optionsAsWritten(
  name: string,
  plugin: ProviderPlugin,
  { tables, ownTables = {}, env, readSecret }: OptionSources,
): CollectedOptions {
  const problems: string[] = [];
  const known = Object.keys(plugin.options.properties);
  const written = (from: OptionTables): Record<string, unknown> => {
    const shared = Object.entries(from[vendorOf(name)] ?? {}).filter(
      ([option]) => option === "max_calls" || known.includes(option),
    );
    // The table of a provider serves its further accounts, too.
    return { ...Object.fromEntries(shared), ...from[splitLabel(name).base], ...from[name] };
  };
  const fromEnv = Object.entries(plugin.env ?? {}).flatMap(([option, variable]) => {
    const read = plugin.secrets?.includes(option) ? readSecret?.(variable) : undefined;
    if (read?.kind === "problem") problems.push(read.problem);
    const value = read?.kind === "value" ? read.value : (env[variable] ?? "");
    return value === "" ? [] : [[option, value] as const];
  });
  const options = { ...written(tables), ...Object.fromEntries(fromEnv), ...written(ownTables) };
  return { options, problems };
}

/** What is wrong with these options: one sentence an option, with the remedy and without secret values. */
export function optionProblems(
  name: string,
  plugin: ProviderPlugin,
  options: Record<string, unknown>,
): readonly string[] {
  const problems = new Map<string, string>();
  // An unknown option is most likely a spelling mistake, unless the plugin's schema allows any.
  for (const error of Value.Errors({ additionalProperties: false, ...plugin.options }, options)) {
    const option = error.path.slice(1);
    if (!problems.has(option))
      problems.set(option, `provider "${name}"${optionProblem(option, name, plugin, error)}`.trim());
  }
  return [...problems.values()];
}

function optionProblem(
  option: string,
  name: string,
  { env, options, secrets }: ProviderPlugin,
  error: ValueError,
): string {
  // The value is left out: it may be a secret under a misspelt name.
  if (error.type === ValueErrorType.ObjectAdditionalProperties)
    return `: there is no option "${option}". It has: ${Object.keys(options.properties).join(", ") || "none"}.`;
  const variable = env?.[option];
  const description = error.schema.description ?? "";
  if (error.value === undefined) {
    const inFile = `${option} in [provider.${tableOf(name)}] of the configuration file`;
    const places = variable === undefined ? inFile : `${variable}, or ${inFile}`;
    return `, option "${option}" is missing. Set ${places}. ${description}`;
  }
  const setting = variable === undefined ? `option "${option}"` : `option "${option}" (${variable})`;
  const shown = secrets?.includes(option) ? REDACTED : JSON.stringify(error.value);
  return `, ${setting} is ${shown}: ${error.message}. ${description}`;
}

/** The table that all providers of the vendor read, or that of a further account alone, as TOML writes its name. */
function tableOf(name: string): string {
  const vendor = splitLabel(name).label === null ? vendorOf(name) : name;
  return /^[\w-]+$/.test(vendor) ? vendor : `"${vendor}"`;
}

/** The folder of a built-in provider, the package of one in a package; a file is its own vendor. */
export function vendorOf(name: string): string {
  if (name.startsWith(PREFIX)) return `${PREFIX}${packageOf(name) ?? ""}`;
  // Several accounts of one recipe share the recipe's table: http/twilio is read for http/twilio@de, too.
  if (name.startsWith(RECIPE_PREFIX)) return name.replace(/@[^@/]*$/, "");
  return isFile(name) ? name : name.replace(/\/[^/]*$/, "");
}
