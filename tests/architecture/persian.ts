/** Persian texts of the product. */
import { writingFaults } from "../support/persian-writing.ts";
import { isSource, type Rule } from "./files.ts";

/** Vendors' own words, and patterns of what other programs write. */
const FOREIGN = /\/_simulator\/|\/hooks\/find-code\.ts$|\/_kit\/text-problems\.ts$/;

/** A string with Persian letters in it. */
const PERSIAN_TEXT = /(["'`])((?:\\.|(?!\1)[^\\\n])*[\u0600-\u06FF](?:\\.|(?!\1)[^\\\n])*)\1/g;

export const persianIsWritten: Rule = (files) =>
  files
    .filter((file) => isSource(file) && !FOREIGN.test(file.path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(PERSIAN_TEXT)].flatMap(([, , words = ""]) =>
        writingFaults(plain(words)).map((fault) => `${path}: ${fault}`),
      ),
    );

/** A text without its values, addresses and escapes. */
function plain(words: string): string {
  return words.replaceAll(/\$\{[^}]*\}|\{\w+\}|https?:\S+/g, "X").replaceAll(/\\u[0-9a-f]{4}|\\n/gi, " ");
}
