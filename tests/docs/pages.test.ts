import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import manifest from "../../package.json";
import {
  anchorsOf,
  blocksOf,
  firstSentenceOf,
  pages,
  pathsNamedIn,
  relativeLinksOf,
  ROOT,
  textOf,
  titleOf,
} from "./pages.ts";

describe.each(pages())("%s", (page) => {
  test("has links that lead somewhere", () => {
    for (const link of relativeLinksOf(page)) {
      const [path = "", anchor] = link.split("#", 2);
      const target = path === "" ? page : join(dirname(page), path);
      expect(existsSync(join(ROOT, target)) ? "there" : link).toBe("there");
      if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
    }
  });

  test("names files that exist", () => {
    const missing = pathsNamedIn(textOf(page)).filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  });

  test("has JSON that is JSON", () => {
    for (const { language, text } of blocksOf(page)) if (language === "json") JSON.parse(text);
  });

  test("has TOML that is TOML", () => {
    for (const { language, text } of blocksOf(page)) if (language === "toml") Bun.TOML.parse(text);
  });

  test("begins with a title and a sentence", () => {
    expect(titleOf(page)).not.toBe("");
    expect(firstSentenceOf(page)).not.toBe("");
  });
});

test("a named file is found in its code span", () => {
  expect(pathsNamedIn("in `app/main.ts` and `domain/`, not `npm:app/x` or app/y.ts")).toEqual([
    "app/main.ts",
    "domain/",
  ]);
});

test("the README's two commands are those of package.json, and its test command is what .ci/run runs", () => {
  const readme = textOf("README.md");
  const commands = [...readme.matchAll(/npx -y bun@1\.4\.5 run (\w+)/g)].map((match) => match[1] ?? "");
  expect([...new Set(commands)].sort()).toEqual(["dev", "test"]);
  expect(manifest.scripts.dev).toBe("bun install --frozen-lockfile --silent && bun app/main.ts serve");
  expect(manifest.scripts.test).toBe("bun install --frozen-lockfile --silent && bun tests/run.ts");
  expect(readFileSync(join(ROOT, ".ci/run"), "utf8").trim().split("\n").at(-1)).toBe(
    "npx -y bun@1.4.5 run test",
  );
});

test("the README's map names every room there is", () => {
  const readme = textOf("README.md");
  for (const room of ["domain", "adapters", "app", "tests", "docs"]) {
    expect(existsSync(join(ROOT, room))).toBe(true);
    expect(readme).toMatch(new RegExp(`^${room}/`, "m"));
  }
});

test("the architecture page gives a reason for every package", () => {
  const page = textOf("docs/explanation/architecture.md");
  for (const name of Object.keys(manifest.dependencies)) {
    const word = name.startsWith("@opentelemetry/") ? "@opentelemetry/*" : name;
    const rows = page.split("\n").filter((line) => line.startsWith("|") && line.includes(`\`${word}\``));
    expect({ name, rows: rows.length }).toEqual({ name, rows: 1 });
  }
});
