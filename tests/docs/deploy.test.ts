/** The pages that run Ramz elsewhere, against the files they are about: commands parse, paths exist, no file is without a page. */
import { Glob } from "bun";
import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../support/run-program.ts";
import { pages, ROOT, textOf } from "./pages.ts";

const PAGES = ["run-in-a-container", "run-in-kubernetes", "run-in-production"].map(
  (name) => `docs/how-to/${name}.md`,
);

/** Blocks of commands: those without a language, and those of the shell; also inside a list. */
function commandsOf(page: string): readonly string[] {
  const outdented = textOf(page).replaceAll(/^ {3}/gm, "");
  const blocks = [...outdented.matchAll(/^```(?:sh)?\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, text = ""]) => text);
}

describe.each(PAGES)("%s", (page) => {
  test("has commands that a shell can read", () => {
    const commands = commandsOf(page);
    expect(commands.length).toBeGreaterThan(0);
    for (const text of commands)
      expect(runProgram(["bash", "-n", "-c", text])).toEqual({ code: 0, printed: "" });
  });

  test("names files of app/deploy that exist, in commands as in sentences", () => {
    const named = [...textOf(page).matchAll(/\bapp\/deploy\/[\w./@-]*[\w/]/g)].map(([path]) => path);
    expect(named.length).toBeGreaterThan(0);
    for (const path of named) expect({ path, is: existsSync(join(ROOT, path)) }).toEqual({ path, is: true });
  });

  test("runs commands that Ramz has", () => {
    const run = [
      ...commandsOf(page)
        .join("\n")
        .matchAll(/(?:\bapp\/main\.ts|(?:^|ramz:[\d.]+ |--no-deps )ramz|ramz:[\d.]+) ([a-z]+)/gm),
    ];
    const known = [...textOf("docs/reference/cli.md").matchAll(/^## ramz (\w+)/gm)].map(([, name]) => name);
    for (const [, name = ""] of run) expect(known).toContain(name);
    expect(run.length).toBeGreaterThan(0);
  });
});

test("each folder of app/deploy is on a page", () => {
  const folders = new Set(
    [...new Glob("app/deploy/*/**").scanSync(ROOT)].map((file) => file.split("/")[2] ?? ""),
  );
  const text = pages().map(textOf).join("\n");
  expect([...folders].filter((folder) => !text.includes(`app/deploy/${folder}`))).toEqual([]);
});
