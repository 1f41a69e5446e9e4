/** What may not stand in a file, and how long a file may get. */
import { isClient, isGenerated, isSource, type Rule, type SourceFile } from "./files.ts";

const LINES_MAX = 250;

/** Settings are read once, at the edge: nothing else looks at the environment. */
const MAY_READ_ENVIRONMENT = /^app\/(config|cli|composition)\//;

export const environmentIsReadAtTheEdge: Rule = (files) =>
  found(
    files.filter((file) => isSource(file) && !MAY_READ_ENVIRONMENT.test(file.path)),
    /\b(process|Bun|import\.meta)\.env\b/,
    "only app/config, app/cli and app/composition may",
  );

/** Codes, ids and nonces come from the operating system's generator; tests draw from seeds. */
export const chanceIsCryptographic: Rule = (files) =>
  found(files.filter(isSource), /\bMath\.random\b/, "draw from the Random port");

// Put together, so that this file does not break its own rule.
const UNFINISHED = new RegExp(`\\b(${["TO", "FIX"].join("DO|")}ME)\\b`);

export const nothingIsLeftUndone: Rule = (files) =>
  found(
    files.filter(({ path }) => path.endsWith(".ts")),
    UNFINISHED,
    "finish it or write an issue",
  );

/** The dialect of earlier versions: words that plain technical English does without. */
const DIALECT =
  /\b(whoever|whomever|nobody|somebody|anybody|everybody|mend(s|ed|ing)?|troubles?|chance|in vain)\b/i;

/** Text of the product: code, its comments and messages, and every page. Tests may say what they like. */
export const wordsArePlain: Rule = (files) =>
  found(
    files.filter((file) => isSource(file) || isClient(file) || file.path.endsWith(".md")),
    DIALECT,
    "name the person or the thing, as the field does",
  );

export const filesAreShort: Rule = (files) =>
  files
    .filter((file) => (isSource(file) || isClient(file)) && !isGenerated(file))
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > LINES_MAX)
    .map(({ path, lines }) => `${path} has ${lines} lines; above ${LINES_MAX} it is two ideas`);

function found(files: readonly SourceFile[], pattern: RegExp, remedy: string): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const word = pattern.exec(line)?.[0];
      return word === undefined ? [] : [`${path}:${index + 1} has ${word}; ${remedy}`];
    }),
  );
}
