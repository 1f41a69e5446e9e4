/** Lists of pages. */
import { Glob } from "bun";
import { basename, dirname, join, relative } from "node:path";
import { firstSentenceOf, ROOT, titleOf } from "./pages.ts";

/** Links to the pages of a folder, each with its first sentence. The page that holds the list is not in it. */
export function pageList(page: string, folder: string): string {
  const found = [...new Glob("*.md").scanSync(join(ROOT, folder))].sort();
  return found
    .map((file) => `${folder}/${file}`)
    .filter((other) => other !== page && basename(other) !== "README.md")
    .map((other) => `- [${titleOf(other)}](${relative(dirname(page), other)}): ${firstSentenceOf(other)}`)
    .join("\n");
}
