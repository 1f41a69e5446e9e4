/** The simulator of a recipe's vendor as tests and `ramz dev` use it. */
import type { AnswerClass } from "../../_kit/meanings.ts";
import type { SimulatedAccount, SimulatedCall, Simulator, StartOptions } from "../../_simulator/api.ts";
import type { Recipe } from "../_recipe/format.ts";

export type RecipeSimulator = Simulator<RecipeCall>;

/** A request that arrived, with any outcome. */
export interface RecipeCall extends SimulatedCall {
  /** What the recipe's placeholders stand for in it, secrets left out. */
  readonly values: Readonly<Record<string, string>>;
}

/** A recipe that comes with Ramz, and how its vendor is simulated. */
export interface SimulatedRecipe {
  readonly recipe: Recipe;
  /** Its provider, e.g. `http/bale`. */
  readonly provider: string;
  /** The variables of the simulated account; empty are those of options that it does not have. */
  readonly env: Readonly<Record<string, string>>;
  /** The vendor's own hosts, as `https://host`: a recipe writes them out, so calls to them have to be led to the simulator. */
  readonly origins: ReadonlySet<string>;
  /** Classes with which the vendor can be ordered to refuse: those of the recipe's examples. */
  readonly refusals: readonly AnswerClass[];
  start(options?: SimulatorOptions): Promise<RecipeSimulator>;
}

export type SimulatorOptions = StartOptions<Pick<SimulatedAccount, "onMessage">>;
