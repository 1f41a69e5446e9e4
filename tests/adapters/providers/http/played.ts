/** The recipes that come with Ramz, each with a vendor on this machine that accepts every message as the recipe's own example says. */
import { readFileSync } from "node:fs";
import { loadRecipe } from "../../../../adapters/providers/http/_recipe/load-recipe.ts";
import { readRecipe } from "../../../../adapters/providers/http/_recipe/read-recipe.ts";
import type { Recipe } from "../../../../adapters/providers/http/_recipe/format.ts";
import { type Asked, startVendor, type Vendor } from "./support.ts";

const PRESETS = new URL("../../../../adapters/providers/http/_presets/", import.meta.url);

export interface Played {
  /** The recipe with the vendor's address for its host, and without a list of countries: the tests' numbers are Iranian. */
  readonly toml: string;
  /** Those without a default. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Those with one. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly recipe: Recipe;
  readonly vendor: Vendor;
  /** From now on it takes messages and never answers. */
  hang(): void;
}

/** Starts the vendor of a recipe by name, e.g. `twilio`. `answer` may answer instead of the example. */
export function play(name: string, answer: (asked: Asked) => Response | undefined = () => undefined): Played {
  const loaded = loadRecipe(`http/${name}`, ".");
  if (loaded.kind === "failed") throw new Error(loaded.cause);
  const { recipe } = loaded;
  const accepted = recipe.example?.find((one) => one.class === "accepted");
  if (accepted === undefined) throw new Error(`http/${name} has no accepted example`);
  let hangs = false;
  const vendor = startVendor((asked) => {
    const { path } = asked;
    if (path.endsWith("/auth/token")) return Response.json({ access_token: "a-token", expires_in: 3_600 });
    if (hangs) return new Promise<Response>(() => {});
    return answer(asked) ?? new Response(accepted.body ?? "", { status: accepted.http });
  });
  const toml = atHost(readFileSync(new URL(`${name}.toml`, PRESETS), "utf8"), vendor.baseUrl);
  return {
    toml,
    options: { ...optionsOf(recipe), ...gsm7Texts(recipe) },
    defaults: defaultsIn(toml),
    recipe,
    vendor,
    hang: () => void (hangs = true),
  };
}

function atHost(toml: string, baseUrl: string): string {
  const here = toml.replaceAll(/((?:url|default) = ")https:\/\/(?:\{host\}|[a-z0-9.-]+)/g, `$1${baseUrl}`);
  return here.replace(/^countries = .*$/m, "");
}

function optionsOf({ options }: Recipe): Record<string, unknown> {
  const own = Object.entries(options).filter(([, { default: fallback }]) => fallback === undefined);
  return Object.fromEntries(
    own.map(([option, { type }]) => [option, type === "integer" ? 7 : `its-${option.replaceAll("_", "-")}`]),
  );
}

function defaultsIn(toml: string): Record<string, unknown> {
  const read = readRecipe(toml);
  if (read.kind === "problems") throw new Error(read.problems.join("\n"));
  const own = Object.entries(read.recipe.options).filter(
    ([, { default: fallback }]) => fallback !== undefined,
  );
  return Object.fromEntries(own.map(([option, { default: fallback }]) => [option, fallback]));
}

/** A vendor of the GSM alphabet is sent such a text in both languages. */
function gsm7Texts({ send }: Recipe): Record<string, unknown> {
  return send.charset === "gsm7" ? { texts: { fa: "{code} is your code" } } : {};
}
