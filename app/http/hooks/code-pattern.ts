/**
 * The operator's own pattern for codes in texts. It is matched by RE2, whose time grows with the length of the text and no faster:
 * JavaScript's own expressions backtrack, and one such as `(a+)+` would stop the process.
 */

import type { CodePattern } from "../../service/opened-hook.ts";

export type CompiledPattern =
  | { readonly kind: "compiled"; readonly codes: CodePattern }
  /** `why` says it for the operator, without the pattern. */
  | { readonly kind: "invalid"; readonly why: string };

/** Compiles a pattern in the syntax of RE2. Its one group captures the code. */
export async function compileCodePattern(source: string): Promise<CompiledPattern> {
  // A quarter of a megabyte of code, for the few who configure a pattern.
  const { RE2JS, RE2JSSyntaxException } = await import("re2js");
  try {
    const pattern = RE2JS.compile(source);
    if (pattern.groupCount() !== 1)
      return { kind: "invalid", why: "needs exactly one group (…), around the code" };
    return { kind: "compiled", codes: (text) => codesIn(pattern.matcher(text)) };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return { kind: "invalid", why: `is no regular expression of RE2: ${error.error}` };
  }
}

function codesIn(matcher: { find(): boolean; group(index: number): string | null }): readonly string[] {
  const codes: string[] = [];
  while (matcher.find()) codes.push(matcher.group(1) ?? "");
  return codes.filter((code) => code !== "");
}
