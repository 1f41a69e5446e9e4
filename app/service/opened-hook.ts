/** A hook of an app, ready to serve: what its log-in server speaks is the business of the HTTP surface. */
import type { hmacHolds, isFresh, sameText } from "../../adapters/providers/_kit/callback-proofs.ts";
import type { HookSettings } from "../config/hook-settings.ts";

/** The codes that the operator's own pattern finds in a text, in order. */
export type CodePattern = (text: string) => readonly string[];

/** Comparisons that take the same time for any text, and the window of a timestamp. */
export interface Proofs {
  readonly hmacHolds: typeof hmacHolds;
  readonly sameText: typeof sameText;
  readonly isFresh: typeof isFresh;
}

export interface OpenedHook {
  readonly settings: HookSettings;
  /** Its `code_pattern`; null when it has none. */
  readonly codePattern: CodePattern | null;
  readonly proofs: Proofs;
}
