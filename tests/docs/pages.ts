/** The pages of the documentation, and what tests look for in them. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT: string = join(import.meta.dir, "..", "..");

export interface Block {
  readonly language: string;
  readonly text: string;
  /** The text between the previous block and this one. */
  readonly before: string;
  readonly line: number;
}

/** README and every page under docs, by path from the root, sorted. */
export function pages(): readonly string[] {
  const found = [
    ...new Glob("docs/**/*.md").scanSync(ROOT),
    ...new Glob(".github/*.md").scanSync({ cwd: ROOT, dot: true }),
  ].sort();
  return ["README.md", ...found];
}

export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

export function titleOf(page: string): string {
  return /^# (.+)$/m.exec(textOf(page))?.[1] ?? "";
}

/** The line after the title: one sentence that says what the page is for. */
export function firstSentenceOf(page: string): string {
  return /^# .+\n+([^\n<#|].*)$/m.exec(textOf(page))?.[1] ?? "";
}

/** A fenced block, also one of a list item. */
export const FENCED = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

export function blocksOf(page: string): readonly Block[] {
  const text = textOf(page);
  let last = 0;
  return [...text.matchAll(FENCED)].map((match) => {
    const [whole, indent = "", language = "", inside = ""] = match;
    const before = text.slice(last, match.index);
    last = match.index + whole.length;
    const line = text.slice(0, match.index).split("\n").length;
    return { language, text: inside.replaceAll(new RegExp(`^${indent}`, "gm"), ""), before, line };
  });
}

/** The page without its blocks. */
export function proseOf(page: string): string {
  return textOf(page).replaceAll(FENCED, "");
}

/** Targets of links in a page that lie in this repository. */
export function relativeLinksOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Files and folders of this repository that a page names in code spans, such as `app/main.ts`. */
export function pathsNamedIn(text: string): readonly string[] {
  return [...text.matchAll(/`((?:domain|adapters|app|tests|docs)\/[\w./-]*)`/g)].map(([, path = ""]) => path);
}

/** The ids that headings of a page get on a code host. */
export function anchorsOf(page: string): readonly string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}
