import type { Text } from "../../language/language.ts";

/** What a problem is, whichever request meets it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: Text;
  /** A sentence the reader can act on. `{name}` takes a value given with the problem. */
  readonly detail: Text;
}
