/** What is wrong with a recipe, and where. */
export interface Fault {
  /** Keys from the top of the recipe. */
  readonly path: readonly string[];
  readonly says: string;
}
